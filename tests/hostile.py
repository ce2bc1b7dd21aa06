"""Files that must be refused before a library opens them, by the code they are refused with."""

import io
import zipfile

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
WORKBOOK = (
    '<?xml version="1.0" encoding="UTF-8"?><workbook '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
)
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def package(parts: dict[str, str | bytes] | None = None, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """An xlsx package of these parts, with the two that every workbook has."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in (
            {"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": WORKBOOK} | (parts or {})
        ).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sheet(body: str) -> dict[str, str]:
    return {"xl/worksheets/sheet1.xml": f"<worksheet {NS}>{body}</worksheet>"}


HOSTILE = {
    "file-empty": b"",
    "file-too-large": b"PK\x03\x04" + b"\0" * (5 << 20),
    "file-xls": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "file-encrypted": bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
    "file-macro": package({"xl/vbaProject.bin": b"x"}),
    "file-not-xlsx": "月份,数值\n2022-08,1\n".encode(),
    "file-corrupt": package(sheet("<sheetData/>" * 400))[:-120],
    "file-zip-bomb": package({"xl/media/a.bin": b"\0" * (17 << 20)}),
    "file-zip-structure": package({f"xl/x{n}.xml": "" for n in range(20_000)}, zipfile.ZIP_STORED),
    "file-xml": package(
        {
            "xl/worksheets/sheet1.xml": (
                '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet '
                f"{NS}>&b;</worksheet>"
            )
        }
    ),
    "layout-merge-too-large": package(
        sheet('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    ),
    "layout-too-large": package(
        sheet('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    ),
}
