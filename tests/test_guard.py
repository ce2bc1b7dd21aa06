"""Wrong and hostile files: refused with a sentence, in the sandbox, at a bounded price."""

import contextlib
import io
import json
import os
import resource
import struct
import subprocess
import sys
import zipfile

import pytest

from catalog import catalog
from ingest.pipeline import check_workbook
from ingest.workbook import answers
from ingest.workbook.package import open_package
from ingest.workbook.refused import Refused
from ingest.workbook.xml_events import read_all
from tests.conftest import ROOT, found
from tests.hostile import (
    CONTENT_TYPES,
    COSTLY,
    HOSTILE,
    NS,
    PARTS,
    RELATIONS,
    cells,
    package,
    sheet,
)


@pytest.mark.parametrize("code", HOSTILE)
def test_each_kind_is_named(code):
    assert found(HOSTILE[code])[0][1] == code


OLD = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
BEGIN_OF_FILE = bytes.fromhex("0908100000060500") + b"\1" * 12  # of an .xls of Excel 97 and later
WORD = {
    "_rels/.rels": f'<Relationships {RELATIONS}><Relationship Id="a" Type="x/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
    "word/document.xml": "<a/>",
    "[Content_Types].xml": "<Types/>",
}
MARKED_ENCRYPTED = b"PK\x01\x02\x14\x03\x14\x00\x01"  # the first bit of an entry's flags


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "<a/>")
    return buffer.getvalue()


MACRO = ' a="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "file-not-xlsx"),
        (b"%PDF-1.7 ...", "file-not-xlsx"),
        (package({"../../etc/cron.d/x": "x"}), "file-zip-structure"),
        (package({"xl\\..\\..\\x": "x"}), "file-zip-structure"),
        (package({"/etc/passwd": "x"}), "file-zip-structure"),
        (package({"C:/x": "x"}), "file-zip-structure"),
        (package({"XL/workbook.xml": "x"}), "file-zip-structure"),
        (package({"[Content_Types].xml": CONTENT_TYPES.replace("/>", MACRO)}), "file-macro"),
        (package({"xl/worksheets/sheet1.xml": f"<worksheet {NS}/>".encode("utf-16")}), "file-xml"),
        (package({"xl/a.xml": '<?xml version="1.0" encoding="GBK"?><a/>'}), "file-xml"),
        (package({"xl/a.xml": "<?xml version='1.0' encoding = 'cp037'?><a/>"}), "file-xml"),
        (package({"xl/a.xml": "\ufeff<?xml version='1.0' encoding='cp037'?><a/>"}), "file-xml"),
        (
            package({"xl/a.xml": f'<?xml version="1.0"{" " * 300}encoding="cp037"?><a/>'}),
            "file-xml",
        ),
        (package(sheet("<a>" * 100 + "</a>" * 100)), "file-corrupt"),
        (COSTLY["elements in a hundred sheets"], "layout-too-many"),
        (cells('<row r="9000"><c><v>1</v></c></row>'), "layout-too-large"),
        (cells('<row r="1"><c r="CW1"><v>1</v></c></row>'), "layout-too-large"),
        (package(sheet('<mergeCell ref="ZZ20000:A1"/>')), "layout-merge-too-large"),
        (cells('<row r="x"><c><v>1</v></c></row>'), "file-corrupt"),
        (cells('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'), "file-corrupt"),
        (cells('<c t="s"><v>7</v></c>'), "file-corrupt"),
        (package({"xl/_rels/workbook.xml.rels": "<a/>"}), "file-corrupt"),
        (package({f"xl/{'甲' * 9000}.xml": "<!DOCTYPE a>"}), "file-xml"),
        (
            package(
                {"xl/workbook.xml": PARTS["xl/workbook.xml"].replace("表", "甲" * 90_000)}
                | sheet('<mergeCell ref="ZZ20000:A1"/>')
            ),
            "layout-merge-too-large",
        ),
        (b"PK\x03\x04 not a zip at all", "file-corrupt"),
        (package().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", MARKED_ENCRYPTED), "file-encrypted"),
        (package({"xl/macrosheets/sheet1.xml": "<a/>"}), "file-macro"),
        (zipped("content.xml"), "file-not-xlsx"),
        (zipped("word/document.xml"), "file-not-xlsx"),
        (zipped("8月报送/数字政府月报.XLSX"), "file-packed"),
        (b"Rar!\x1a\x07\x01\x00 a.xlsx", "file-packed"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "file-packed"),
        (OLD + BEGIN_OF_FILE + b"\x2f\x00\x36\x00", "file-encrypted"),
        (OLD + BEGIN_OF_FILE + b"\x42\x00\x02\x00", "file-xls"),
        (package({"xl/drawings/a.vml": "<!DOCTYPE a>"}), "file-xml"),
        (package({"xl/_rels/a.rels": "<!DOCTYPE a>"}), "file-xml"),
        (package({f"xl/media/{n}.bin": "" for n in range(197)}), "file-zip-structure"),
    ],
)
def test_other_shapes_of_it(data, code):
    assert found(data)[0][1] == code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("平台\t累计\n粤省事\t3".encode("gbk"), "文本或 CSV"),
        ("平台\t累计\n".encode("utf-16"), "文本或 CSV"),
        (bytes(range(256)), "未知格式"),
        (b"<!-- x --><html><table>", "网页或 XML"),
        (b"MIME-Version: 1.0\r\n", "网页或 XML"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"{\\rtf1 x}", "Word 或写字板文档"),
        (package(WORD), "Word 文档"),
        (package({"[Content_Types].xml": "<Types>sheet.binary.macroEnabled</Types>"}), ".xlsb"),
    ],
)
def test_what_it_is_instead_is_said(data, kind):
    [told] = check_workbook(data, "2022-08.xlsx", catalog()).problems
    assert told.code == "file-not-xlsx" and kind in told.message


def test_who_meets_a_password_is_told_how_to_take_it_off():
    [told] = check_workbook(HOSTILE["file-encrypted"], "a.xlsx", catalog()).problems
    assert "有打开密码" in told.message and "用密码进行加密" in told.message


def test_parts_that_nothing_reads_may_be_in_any_encoding():
    item = '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")
    assert "customxml/item1.xml" not in open_package(package({"customXml/item1.xml": item}))


def test_a_blank_before_the_encoding_is_only_unusual():
    part = "<?xml version='1.0' encoding = \"utf-8\"?><a/>"
    assert open_package(package({"xl/a.xml": part}))["xl/a.xml"] == part.encode()


def test_a_size_that_lies_is_found_while_reading():
    """The header says 10 bytes; the part inflates to 200 MB."""
    data = bytearray(package({"xl/media/a.bin": b"\0" * (200 << 20)}))
    first, last = data.index(b"xl/media/a.bin"), data.rindex(b"xl/media/a.bin")
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02", 0, last) + 24, 10)
    struct.pack_into("<I", data, data.rindex(b"PK\x03\x04", 0, first) + 22, 10)
    assert found(bytes(data)) == [("", "file-corrupt")]
    assert megabytes(bytes(data)) < 60


def megabytes(data: bytes) -> int:
    """What a fork of this process grows by as it reads a workbook and throws away what it says."""
    child = os.fork()
    if child == 0:
        try:
            for _ in answers.opened(data):
                pass
        except Refused:
            pass
        finally:
            os._exit(0)
    _, _, usage = os.wait4(child, 0)
    return (usage.ru_maxrss - resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) >> 10


@pytest.mark.parametrize("data", [*COSTLY.values()], ids=[*COSTLY])
def test_what_is_counted_costs_little_memory(data):
    """Each below 100 MB; its time stands in `make bench`."""
    assert megabytes(data) < 100


@pytest.mark.parametrize("data", [*COSTLY.values()], ids=[*COSTLY])
def test_what_a_hostile_file_says_to_the_server_is_short(data):
    """1 KB whose runs were repeated said gigabytes."""
    told = 0
    try:
        for line in answers.whole(data):
            told += len(line)
    except Refused:
        pass
    assert told < 4 << 20


def test_a_long_sheet_is_told_in_short_parts():
    """Of 1,200 rows of 50: the server holds one part at a time, each cell comes once, in order."""
    data = cells("".join(f"<row>{'<c><v>123456</v></c>' * 50}</row>" for _ in range(1200)))
    parts = [json.loads(line)[2] for line in answers.slices(data)]
    assert max(map(len, parts)) < 15_000
    assert [(c[0], c[1], c[3]) for part in parts for c in part] == [
        (row, column, "123456") for row in range(1, 1201) for column in range(1, 51)
    ]


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_between_two_tags_stands_at_most_a_megabyte(more, refused):
    """Wherever it stands: what is looked at is a megabyte at a time."""
    for before in (0, 700_000, 1_400_000):
        content = (
            b"<a>" + b"<b/>" * (before // 4) + b"<c>" + b" " * ((1 << 20) - 2 + more) + b"</c></a>"
        )
        with pytest.raises(Refused) if refused else contextlib.nullcontext():
            read_all(content, {})


def test_a_workbook_is_refused_that_is_one_part_a_hundred_times():
    assert found(COSTLY["one part that is a hundred sheets"]) == [("", "file-corrupt")]


def test_merges_are_counted_over_all_sheets():
    assert found(COSTLY["tall merges in fifty sheets"])[0][1] == "layout-too-many"


def test_after_all_of_them_the_next_workbook_is_read_as_if_nothing_had_happened(august):
    for data in COSTLY.values():
        assert found(data)
    assert found(august) == []


def test_a_sheet_without_anything_is_a_month_that_is_not_there():
    assert found(cells("")) == [("", "month-not-found")]


@pytest.mark.parametrize("megabytes", [16, 60, 400])
def test_where_memory_is_limited_already_a_sentence_says_so_or_the_month_is_read(megabytes):
    """The limit of the shell that starts us, below what the sandbox would allow."""
    code = (
        "import resource, sys; from ingest.workbook import sandbox;"
        f"resource.setrlimit(resource.RLIMIT_AS, ({megabytes << 20},) * 2);"
        "said = sandbox.open_workbook(open('data/raw/2022-08.xlsx', 'rb').read());"
        "print(getattr(said, 'code', 'read'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == ("reader-starved" if megabytes == 16 else "read")
    assert "Traceback" not in done.stderr


LIMITED = """
import sys
from ingest.workbook import parser_host
def spin(*_):
    while True: pass
works = {
    "seconds": spin,
    "memory": lambda *_: [b"x" * (2 << 30)],
    "files": lambda *_: [open(sys.argv[2], "wb", buffering=0).write(b"x")],
}
parser_host.SECONDS, parser_host._work = 1, works[sys.argv[1]]
print(parser_host.answer(b"open", b"", b"", print).decode())
"""


@pytest.mark.parametrize(
    ("work", "verdict"),
    [("seconds", "!内存超限或解析中断"), ("memory", "!内存超限"), ("files", "!OSError")],
)
def test_the_child_may_take_so_much_and_no_more(work, verdict, tmp_path):
    command = [sys.executable, "-c", LIMITED, work, str(tmp_path / "written")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == f"{verdict}\n"
