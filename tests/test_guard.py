"""Wrong and hostile files: refused with a sentence before a library opens them, or stopped inside
the sandbox."""

import resource
import struct

import pytest

from ingest.workbook.guard import inspect
from tests.conftest import found
from tests.hostile import CONTENT_TYPES, HOSTILE, NS, package, sheet


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
        (
            package(
                {
                    "[Content_Types].xml": CONTENT_TYPES.replace(
                        "/>", ' a="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
                    )
                }
            ),
            "file-macro",
        ),
        (package({"xl/worksheets/sheet1.xml": f"<worksheet {NS}/>".encode("utf-16")}), "file-xml"),
        (
            package(
                {
                    "xl/worksheets/sheet1.xml": '<?xml version="1.0" encoding="GBK"?>'
                    f"<worksheet {NS}/>"
                }
            ),
            "file-xml",
        ),
        (package(sheet('<sheetData><row r="9000"/></sheetData>')), "layout-too-large"),
        (
            package(sheet('<mergeCells><mergeCell ref="ZZ20000:A1"/></mergeCells>')),
            "layout-merge-too-large",
        ),
        (b"PK\x03\x04 not a zip at all", "file-corrupt"),
    ],
)
def test_other_shapes_of_it(data, code):
    assert inspect(data, "月报.xlsx").code == code


def test_a_size_that_lies_is_found_while_reading():
    """The header says 10 bytes; the part inflates to 17 MB."""
    data = bytearray(package({"xl/media/a.bin": b"\0" * (17 << 20)}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rindex(
            signature,
            0,
            data.rindex(b"xl/media/a.bin")
            if signature == b"PK\x01\x02"
            else data.index(b"xl/media/a.bin"),
        )
        struct.pack_into("<I", data, at + offset, 10)
    assert inspect(bytes(data), "月报.xlsx").code in ("file-zip-bomb", "file-corrupt")


def test_refusing_takes_little_memory(august):
    """Each refusal stays below 100 MB; its time stands in `make bench`."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for data in HOSTILE.values():
        assert inspect(data, "月报.xlsx")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10
    assert inspect(august, "2022-08.xlsx") is None


def test_a_workbook_that_exhausts_the_parser_is_stopped(august):
    """One cell of 60 MB passes no guard; a million shared strings that do are stopped by the
    sandbox, not by us."""
    parts = dict(sheet('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'))
    parts["xl/sharedStrings.xml"] = f"<sst {NS}>{'<si><t/></si>' * 1_200_000}</sst>"
    assert found(package(parts))[0][1] in ("file-unreadable", "file-zip-bomb")
    assert found(august) == []  # and the next workbook is read as if nothing had happened


def test_a_package_without_sheets_is_unreadable_not_a_crash():
    assert (
        found(package(sheet("<sheetData/>"))) == [("", "month-not-found")]
        or found(package(sheet("<sheetData/>")))[0][1] == "file-unreadable"
    )
