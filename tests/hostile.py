"""Files that must be refused, by the code they are refused with."""

import io
import zipfile
from collections.abc import Callable

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
PARTS = {
    "[Content_Types].xml": CONTENT_TYPES,
    "xl/workbook.xml": f'<workbook {NS} xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f"<Relationships {RELATIONS}>"
    '<Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="b" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
    '<Relationship Id="c" Type="x/styles" Target="styles.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f"<worksheet {NS}/>",
}


def package(parts: dict[str, str | bytes] | None = None, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """An xlsx package of these parts, with those that every workbook has."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in (PARTS | (parts or {})).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sheet(body: str) -> dict[str, str]:
    return {"xl/worksheets/sheet1.xml": f"<worksheet {NS}>{body}</worksheet>"}


def cells(body: str) -> bytes:
    """A workbook of one sheet with these rows."""
    return package(sheet(f"<sheetData>{body}</sheetData>"))


def _rows(count: int, row: Callable[[int], list[str | int]]) -> bytes:
    """A sheet of `count` rows, each from its number."""
    return cells("".join(f"<row>{''.join(map(_cell, row(n)))}</row>" for n in range(1, count + 1)))


def _cell(content: str | int) -> str:
    if isinstance(content, int):
        return f"<c><v>{content}</v></c>"
    return f'<c t="inlineStr"><is><t>{content}</t></is></c>'


_DTD = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
_MERGES = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_001))
_TEXT = {"xl/sharedStrings.xml": f"<sst {NS}><si><t>{'字' * 30_000}</t></si></sst>"}
_REFERS = '<c t="s"><v>0</v></c>' * 90
_STRUCK = f"<si><r><t>1</t></r><r><rPr><strike/></rPr><t>{'字' * 90_000}</t></r></si>"
_TALL = "".join(f'<mergeCell ref="A{n}:A2000"/>' for n in range(1, 100))


def _book(count: int, part: str) -> dict[str, str]:
    """Parts of a workbook whose `count` sheets are the part of this name."""
    sheets = "".join(f'<sheet name="{n}" r:id="{n}"/>' for n in range(count))
    links = "".join(
        f'<Relationship Id="{n}" Type="x/worksheet" Target="worksheets/{part.format(n)}"/>'
        for n in range(count)
    )
    book, rest = PARTS["xl/workbook.xml"].split("<sheets>")
    return {
        "xl/workbook.xml": f"{book}<sheets>{sheets}{rest[rest.index('</sheets>') :]}",
        "xl/_rels/workbook.xml.rels": f"<Relationships {RELATIONS}>{links}</Relationships>",
    }


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
    "file-xml": package({"xl/worksheets/sheet1.xml": f"{_DTD}<worksheet {NS}>&b;</worksheet>"}),
    "layout-merge-too-large": package(
        sheet('<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    ),
    "layout-too-large": cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "layout-too-many": package(sheet(f"<mergeCells>{_MERGES}</mergeCells>")),
}
# more of the same kinds: what each would cost if it were looked at without counting
COSTLY = {
    "tags that never end": package({"xl/worksheets/sheet1.xml": "<c " * 30_000}),
    "attributes without a value": package(sheet("<c" + " r" * 1_000_000)),
    "one attribute of 15 MB": package(sheet(f'<c r="{"A" * (15 << 20)}"/>')),
    "one number of 15 MB": cells(f"<row><c><v>{'1' * (15 << 20)}</v></c></row>"),
    "escapes": cells(f'<row><c t="str"><v>{"_x0" * 5_000_000}</v></c></row>'),
    "depth": package(sheet("<a>" * 1_000_000)),
    "hidden columns": package(sheet('<col min="1" max="16384" hidden="1"/>' * 100_000)),
    "hidden rows": package(sheet('<row hidden="1"/>' * 800_000)),
    "empty cells": package(sheet('<c s="1"/>' * 1_000_000)),
    "cells at one place": cells('<c r="A1"><v>1</v></c>' * 500_000),
    "a text that is repeated": package(sheet(f"<row>{_REFERS}</row>" * 1_900) | _TEXT),
    "a text whose struck runs are repeated": package(
        sheet(f"<row>{_REFERS}</row>" * 100)
        | {"xl/sharedStrings.xml": f"<sst {NS}>{_STRUCK}</sst>"}
    ),
    "one part that is a hundred sheets": package(
        _book(100, "sheet1.xml") | sheet("<c/>" * 390_000)
    ),
    "elements in a hundred sheets": package(
        _book(100, "s{}.xml")
        | {f"xl/worksheets/s{n}.xml": f"<a {NS}>{'<c/>' * 39_000}</a>" for n in range(100)}
    ),
    "tall merges in fifty sheets": package(
        _book(50, "s{}.xml")
        | {f"xl/worksheets/s{n}.xml": f"<a {NS}>{_TALL}</a>" for n in range(50)}
    ),
    "overlapping merges": package(sheet('<mergeCell ref="A1:J2000"/>' * 4_000)),
    "shared strings": package(
        sheet('<c t="s"><v>0</v></c>')
        | {"xl/sharedStrings.xml": f"<sst {NS}>{'<si><t/></si>' * 1_200_000}</sst>"}
    ),
    "number formats": package(
        sheet("") | {"xl/styles.xml": f"<a {NS}><numFmts>{'<numFmt/>' * 1_400_000}</numFmts></a>"}
    ),
    "a long number format": package(
        sheet('<c s="0"><v>1</v></c>')
        | {
            "xl/styles.xml": f'<a {NS}><numFmts><numFmt numFmtId="200" formatCode="'
            f'{"[" * 5_000_000}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></a>'
        }
    ),
    # a month's sheet, but too much of it: what recognising tables costs in the server
    "a city's name in 9,500 cells": _rows(95, lambda n: ["广州"] * 100),
    "a field of the cover 9,500 times": _rows(
        950, lambda n: [f"数据月份：202{m % 5}年8月" for m in range(10)]
    ),
    "2,000 names that are nearly known": _rows(
        1_900,
        lambda n: (
            ["平台", "主要指标", "累计"]
            if n == 1
            else ["粤省事", "实名注册用户数(单位:万)" if n < 5 else f"实名注册用户数{n}", n]
        ),
    ),
}
