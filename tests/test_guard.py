"""Wrong and hostile files: refused with a sentence before a library opens them, or stopped inside the sandbox."""

import io
import resource
import struct
import time
import zipfile

import pytest

from ingest.guard import inspect
from tests.conftest import found

CONTENT_TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORKBOOK = '<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def package(parts: dict[str, str | bytes] | None = None, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """An xlsx package of these parts, with the two that every workbook has."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in ({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": WORKBOOK} | (parts or {})).items():
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
    "file-xml": package({"xl/worksheets/sheet1.xml": f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet {NS}>&b;</worksheet>'}),
    "layout-merge-too-large": package(sheet('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    "layout-too-large": package(sheet('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
}  # fmt: skip


@pytest.mark.parametrize("code", HOSTILE)
def test_each_kind_is_named(code):
    assert inspect(HOSTILE[code], "月报.xlsx").code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "file-not-xlsx"),
        (b"%PDF-1.7 ...", "file-not-xlsx"),
        (package({"../../etc/cron.d/x": "x"}), "file-zip-structure"),
        (package({"/etc/passwd": "x"}), "file-zip-structure"),
        (package({"[Content_Types].xml": CONTENT_TYPES.replace("/>", ' a="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>')}), "file-macro"),
        (package({"xl/worksheets/sheet1.xml": f"<worksheet {NS}/>".encode("utf-16")}), "file-xml"),
        (package({"xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="GBK"?><worksheet {NS}/>'}), "file-xml"),
        (package(sheet('<sheetData><row r="9000"/></sheetData>')), "layout-too-large"),
        (package(sheet('<mergeCells><mergeCell ref="ZZ20000:A1"/></mergeCells>')), "layout-merge-too-large"),
        (b"PK\x03\x04 not a zip at all", "file-corrupt"),
    ],
)
def test_other_shapes_of_it(data, code):
    assert inspect(data, "月报.xlsx").code == code


def test_a_size_that_lies_is_found_while_reading():
    """The header says 10 bytes; the part inflates to 17 MB."""
    data = bytearray(package({"xl/media/a.bin": b"\0" * (17 << 20)}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rindex(signature, 0, data.rindex(b"xl/media/a.bin") if signature == b"PK\x01\x02" else data.index(b"xl/media/a.bin"))
        struct.pack_into("<I", data, at + offset, 10)
    assert inspect(bytes(data), "月报.xlsx").code in ("file-zip-bomb", "file-corrupt")


def test_the_guard_is_cheap(august):
    """Each refusal stays below 200 ms and 100 MB; measured with room for a busy machine."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for code, data in HOSTILE.items():
        times = []
        for _ in range(3):
            began = time.perf_counter()
            inspect(data, "月报.xlsx")
            times.append(time.perf_counter() - began)
        assert min(times) < 0.2, code
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10
    assert inspect(august, "2022-08.xlsx") is None


def test_a_workbook_that_exhausts_the_parser_is_stopped(august):
    """One cell of 60 MB passes no guard; a million shared strings that do are stopped by the sandbox, not by us."""
    parts = dict(sheet('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'))
    parts["xl/sharedStrings.xml"] = f"<sst {NS}>{'<si><t/></si>' * 1_200_000}</sst>"
    assert found(package(parts))[0][1] in ("file-unreadable", "file-zip-bomb")
    assert found(august) == []  # and the next workbook is read as if nothing had happened


def test_a_package_without_sheets_is_unreadable_not_a_crash():
    assert found(package(sheet("<sheetData/>"))) == [("", "month-not-found")] or found(package(sheet("<sheetData/>")))[0][1] == "file-unreadable"
