"""A stranger's workbook as a person sees it: cells of every kind, from files that are only unusual.

Each workbook is made here, part by part.
"""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

from catalog import catalog
from ingest.pipeline import check_workbook
from ingest.problems import Problem
from ingest.workbook import sandbox
from ingest.workbook.sheets import MergedRange
from tests.conftest import RAW, edited, found
from tests.hostile import NS, PARTS, cells, package, sheet
from tests.workbook_edits import on

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
PLATFORM, CITY = "平台推广应用", "地市推广应用"


def read(workbook: bytes, number: int = 0):
    sheets = sandbox.read_workbook(workbook)
    assert isinstance(sheets, list), sheets
    return sheets[number]


def shown(body: str, styles: str = "", strings: str = "") -> dict[str, tuple]:
    """address → (kind, text, and whatever else is said) of a sheet with these rows."""
    parts = sheet(f"<sheetData>{body}</sheetData>")
    parts["xl/styles.xml"] = f"<styleSheet {NS}>{styles}</styleSheet>"
    parts["xl/sharedStrings.xml"] = f"<sst {NS}>{strings}</sst>"
    said = {}
    for cell in read(package(parts)).cells.values():
        more = {"formula": cell.formula, "stored": cell.stored, "special_runs": cell.special_runs}
        more["unseen"] = cell.unseen
        said[cell.coordinate] = (cell.kind, cell.text, *(v for v in more.values() if v))
    return said


def styled(*formats: str | int, fonts: str = "") -> str:
    """Cell styles 1, 2, … of these format texts, or numbers of Excel's own."""
    own = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{f.replace(chr(34), "&quot;")}"/>'
        for n, f in enumerate(formats)
        if isinstance(f, str)
    )
    xfs = "".join(
        f'<xf numFmtId="{f if isinstance(f, int) else 200 + n}"/>' for n, f in enumerate(formats)
    )
    others = "<cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>"
    return f"<numFmts>{own}</numFmts>{others}<cellXfs><xf/>{xfs}</cellXfs>"


# cells


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("<c><v>17432.2</v></c>", ("number", "17432.2")),
        ("<c t='n'><v>1.7432200000000001E4</v></c>", ("number", "17432.2")),
        ("<c><f>1+1</f><v>2</v></c>", ("number", "2", True)),
        ("<c><f>A2-A3</f><v>289.7000000000007</v></c>", ("number", "289.7", True)),
        ("<c><f>1+1</f></c>", ("uncalculated", "=1+1", True)),
        ("<c><f>1+1</f><v/></c>", ("uncalculated", "=1+1", True)),
        ("<c t='str'><f>1+1</f></c>", ("uncalculated", "=1+1", True)),
        ("<c t='str'><f>&quot;&quot;</f><v></v></c>", None),
        ("<c t='str'><f>A2</f><v>甲</v></c>", ("text", "甲", True)),
        ("<c t='e'><v>#REF!</v></c>", ("error", "#REF!")),
        ("<c t='b'><v>1</v></c>", ("boolean", "TRUE")),
        ("<c t='d'><v>2022-08-01T00:00:00</v></c>", ("date", "2022-08-01")),
        ("<c t='inlineStr'><is><t>甲</t></is></c>", ("text", "甲")),
        ("<c t='s'><v>0</v></c>", ("text", "乙")),
        ("<c t='s'><v> 1 </v></c>", ("text", "3", "上标“1”")),
        ("<c><v>1_000</v></c>", ("text", "1_000")),
        ("<c><v>inf</v></c>", ("text", "inf")),
        ("<c><v>1e999</v></c>", ("text", "1e999")),
        ("<c/>", None),
        ("<c s='1'></c>", None),
        ("<c t='inlineStr'><is><t>　 </t></is></c>", None),
    ],
)
def test_each_kind_of_cell(cell, said):
    marked = "<si><r><t>3</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si>"
    assert shown(f"<row>{cell}</row>", strings=f"<si><t>乙</t></si>{marked}").get("A1") == said


def run(text: str, properties: str = "") -> str:
    return f"<r><rPr><b/>{properties}</rPr><t>{text}</t></r>"


RAISED, LOWERED = "<vertAlign val='superscript'/>", "<vertAlign val='subscript'/>"


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        (run("3") + run("1", RAISED), ("text", "3", "上标“1”")),
        (run("3") + run("1", LOWERED), ("text", "3", "下标“1”")),
        (run("2478", "<strike/>") + run("2479"), ("text", "2479", "删除线“2478”")),
        (run("2478", "<strike val='0'/>") + run("2479"), ("text", "24782479")),
        (run("注册", "<vertAlign val='baseline'/>") + run("用户"), ("text", "注册用户")),
        (run("广州") + "<rPh sb='0' eb='1'><t>guang</t></rPh>", ("text", "广州")),
        (run("2478", "<strike/>"), ("text", "2478", "删除线“2478”")),
        (run("1", RAISED) + run("2", RAISED), ("text", "12", "上标“1”、上标“2”")),
        (run("3") + run(" ", RAISED), ("text", "3")),
    ],
)
def test_marked_runs_are_no_digits(runs, said):
    assert shown(f"<row><c t='inlineStr'><is>{runs}</is></c></row>")["A1"] == said


@pytest.mark.parametrize(
    ("text", "seen", "unseen"),
    [
        ("上线事项_x000D_\n(项)", "上线事项\n(项)", False),
        ("上线事项_x000D_(项)", "上线事项\n(项)", False),
        ("_x005F_x000D_", "_x000D_", False),
        ("甲_x0007_乙", "甲乙", True),
        ("甲_xD83D_乙", "甲乙", True),
        ("1125\u200b", "1125", True),
        ("\u20661125\u2069", "1125", True),
        ("11\u00ad25\ufeff", "1125", True),
        ("11\ufe0f25", "1125", True),
        ("甲\u3000乙\u00a0", "甲\u3000乙\u00a0", False),
    ],
)
def test_what_prints_nothing_is_not_read(text, seen, unseen):
    said = shown(f"<row><c t='inlineStr'><is><t>{text}</t></is></c></row>")["A1"]
    assert said == ("text", seen, *([True] if unseen else []))


def test_a_cell_that_is_struck_through_or_raised_as_a_whole_says_so():
    fonts = "<fonts><font/><font><strike/></font><font><vertAlign val='subscript'/></font></fonts>"
    xfs = "<cellXfs><xf/><xf fontId='1'/><xf fontId='2'/></cellXfs>"
    other = "<dxfs><dxf><font><strike/></font></dxf></dxfs>"
    row = "<row><c s='0'><v>1</v></c><c s='1'><v>2478</v></c><c s='2'><v>3</v></c></row>"
    assert shown(row, fonts + xfs + other) == {
        "A1": ("number", "1"),
        "B1": ("number", "2478", "删除线“2478”"),
        "C1": ("number", "3", "下标“3”"),
    }


@pytest.mark.parametrize(
    ("form", "value", "said"),
    [
        *((n, 44564, ("date", "2022-01-03")) for n in (14, 22, 31, 58)),
        *((n, 44564, ("date", "2022-01", "2022-01-03")) for n in (17, 27, 36, 50, 52, 57)),
        ('m"月"', 44564, ("date", "1月", "2022-01-03")),
        (58, 0.5, ("date", "12:00:00")),
        (14, 60, ("date", "1900-02-29")),
        (14, 59, ("date", "1900-02-28")),
        (14, -1, ("date", "####")),
        (14, 3e6, ("date", "####")),
        (4, 178.294999, ("number", "178.29", "178.294999")),
        (43, 178.294999, ("number", "178.29", "178.294999")),
        (43, 0, ("number", "0")),
        (10, 0.9366, ("number", "93.66%")),
        (12, 0.5, ("unshown", "0.5", "单元格格式「# ?/?」")),
        (99, 1.5, ("number", "1.5")),
        ('0!.0,"万"', 174322000, ("number", "17432.2万")),
        ('m"月"d"日"', 44564, ("date", "2022-01-03")),
        ("", 1.5, ("number", "1.5")),
    ],
)
def test_excels_own_formats_and_those_of_the_file(form, value, said):
    assert shown(f"<row><c s='1'><v>{value}</v></c></row>", styled(form))["A1"] == said


def test_the_1904_system():
    body = "<row><c s='1'><v>43102</v></c></row>"
    main = PARTS["xl/workbook.xml"].replace("<sheets>", "<workbookPr date1904='1'/><sheets>")
    styles = f"<styleSheet {NS}>{styled(31)}</styleSheet>"
    parts = sheet(f"<sheetData>{body}</sheetData>") | {"xl/workbook.xml": main}
    assert read(package(parts | {"xl/styles.xml": styles})).cells[1, 1].text == "2022-01-03"


def test_a_sheet_that_shows_no_zeros_does_not_tell_whether_one_is_meant():
    view = "<sheetViews><sheetView showZeros='0'/></sheetViews><sheetData>"
    body = f"{view}<row><c><v>0</v></c><c><v>5</v></c></row></sheetData>"
    assert [c.kind for c in read(package(sheet(body))).cells.values()] == ["unshown", "number"]


# shapes


def test_rows_and_cells_without_references_follow_each_other():
    one = "<c><v>1</v></c>"
    last = f"<row r='9'>{one}<c r='F9'><v>1</v></c>{one}</row>"
    body = f"<row>{one}<c/>{one}</row><row hidden='1'>{one}</row>{last}"
    places = read(cells(body))
    assert [c.coordinate for c in places.cells.values()] == ["A1", "C1", "A2", "A9", "F9", "G9"]
    assert places.hidden_rows == {2}


def test_hidden_parts_and_merges():
    body = (
        "<cols><col min='2' max='3' hidden='true'/><col min='90' max='16384' hidden='1'/>"
        "<col min='5' max='5' width='9.1'/><col min='6' max='6' width='0.1'/></cols>"
        "<sheetData><row r='4' hidden='true'/><row r='5' ht='0'/><row r='6' ht='14'/></sheetData>"
        "<mergeCells><mergeCell ref='A1:B3'/><mergeCell ref='$D$2:C1'/></mergeCells>"
    )
    places = read(package(sheet(body)))
    assert places.hidden_columns == {2, 3, 6, *range(90, 101)}
    assert places.hidden_rows == {4, 5}
    assert places.merges == (MergedRange(1, 1, 3, 2), MergedRange(1, 3, 2, 4))
    assert places.merged_at(3, 2) == MergedRange(1, 1, 3, 2)
    assert places.merged_at(3, 3) is None


@pytest.mark.parametrize(
    "body",
    [
        '<row r="1048576" ht="20" customHeight="1"/>',
        '<row r="2" s="1">' + "".join('<c s="1"/>' for _ in range(16_384)) + "</row>",
        '<row r="1048576"><c r="XFD1048576" s="3"/></row>',
    ],
)
def test_what_is_formatted_and_empty_is_nothing(body):
    assert read(cells(body)).cells == {}


# files


def rewritten(workbook: bytes, change, names=lambda name: name) -> bytes:
    """The workbook with every XML part changed and every part renamed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            text = change(entry.filename, source.read(entry).decode())
            if text is not None:
                target.writestr(names(entry.filename), text)
    return buffer.getvalue()


def with_folders(workbook: bytes) -> bytes:
    target = io.BytesIO(workbook)
    with zipfile.ZipFile(target, "a") as archive:
        for folder in ("_rels/", "xl/", "xl\\worksheets\\"):
            archive.writestr(folder, "")
    return target.getvalue()


def replacing(*pairs: tuple[str, str], part: str = ""):
    def change(name: str, text: str) -> str:
        for old, new in pairs if part in name else ():
            text = text.replace(old, new)
        return text

    return change


TRANSITIONAL = "http://schemas.openxmlformats.org/"
UNUSUAL = {
    "folder entries": with_folders,
    "backslashes": lambda w: rewritten(w, lambda _, t: t, lambda n: n.replace("/", "\\")),
    "upper case": lambda w: rewritten(w, lambda _, t: t, lambda n: n.replace("xl/", "XL/")),
    "strict": lambda w: rewritten(
        w,
        replacing(
            (f"{TRANSITIONAL}spreadsheetml/2006/main", STRICT),
            (f"{TRANSITIONAL}officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"),
        ),
    ),
    "workbook22.xml": lambda w: rewritten(
        w,
        replacing(("workbook.xml", "workbook22.xml")),
        lambda n: n.replace("workbook.xml", "workbook22.xml"),
    ),
    "only a content type names the workbook": lambda w: rewritten(
        w,
        lambda n, t: None if n == "_rels/.rels" else t.replace("/xl/workbook.xml", "/xl/w.xml"),
        lambda n: n.replace("workbook.xml", "w.xml"),
    ),
    "an empty fill": lambda w: rewritten(
        w, replacing(("<fills", "<fills><fill/></fills><fills"), part="styles")
    ),
    "no styles": lambda w: rewritten(w, lambda n, t: None if "styles" in n else t),
    "a date that is none": lambda w: rewritten(
        w, replacing(("<dcterms:created", "<dcterms:created>昨天</dcterms:created><a"), part="core")
    ),
    "no properties": lambda w: rewritten(w, lambda n, t: None if "docProps" in n else t),
    "a byte order mark": lambda w: rewritten(w, lambda _, t: f"\ufeff{t}"),
    "a formatted last row": lambda w: rewritten(
        w, replacing(("</sheetData>", "<row r='1048576' ht='9'/></sheetData>"), part="sheet")
    ),
}


@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_a_file_that_is_only_unusual_is_read_like_any_other(august, change):
    unusual, usual = (sandbox.read_workbook(w) for w in (change(august), august))
    assert unusual == usual
    assert found(change(august)) == []


@pytest.mark.parametrize(
    ("place", "value", "form", "code"),
    [
        (f"{PLATFORM}!D7", 44564, 'm"月"d"日"', "number-as-date"),
        (f"{PLATFORM}!D7", 5, "# ?/?", "number-unshown"),
        (f"{PLATFORM}!D7", 5, ";;;", "number-unshown"),
        (f"{PLATFORM}!D7", 5, "(0)", "type-error"),
        (f"{CITY}!F4", 178.29, "0", "precision-changed"),
        (f"{CITY}!F4", 178.294999, "#,##0.00_ ", "precision-changed"),
    ],
)
def test_a_figure_that_shows_something_else_is_named(august, place, value, form, code):
    sheet_title, cell = place.split("!")
    book = openpyxl.load_workbook(io.BytesIO(edited(august, {place: value})))
    book[sheet_title][cell].number_format = form
    buffer = io.BytesIO()
    book.save(buffer)
    assert (place, code) in found(buffer.getvalue(), ("阻断", "提示"))


@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_the_marked_copy_of_an_unusual_file_holds_its_sheets_and_the_mark(august, change):
    problem = Problem(
        "type-error",
        "阻断",
        CITY,
        "D4",
        {"found": "四千", "example": "1", "negative": "", "hint": ""},
    )
    marked = sandbox.mark_workbook(change(august), [problem])
    book = openpyxl.load_workbook(io.BytesIO(marked))
    own = openpyxl.load_workbook(io.BytesIO(august), read_only=True).sheetnames
    assert book.sheetnames == ["校验结果", *own]
    assert "四千" in book[CITY]["D4"].comment.text
    assert book[CITY]["B5"].value == "深圳"


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (CellRichText("3", TextBlock(InlineFont(vertAlign="superscript"), "1")), "General"),
        (5, "# ?/?"),
    ],
)
def test_a_public_figure_that_shows_something_else_is_named_too(value, form):
    book = openpyxl.load_workbook(RAW / "public-figures.xlsx")
    book.active["E2"] = value
    book.active["E2"].number_format = form
    buffer = io.BytesIO()
    book.save(buffer)
    assert found(buffer.getvalue()) == [("公开数据!E2", "public-field")]


@pytest.mark.parametrize(
    ("font", "fill", "unseen"),
    [
        ("FFFFFFFF", None, True),
        ("FFFFFFFF", "FFFFFFFF", True),
        ("FFFFFFFF", "FF1F4E78", False),
        ("FFDDDDDD", "FFDDDDDD", True),
        ("FF000000", None, False),
    ],
)
def test_text_in_the_colour_of_its_ground_is_said_to_be_hidden(august, font, fill, unseen):
    """A helper cell beside the table, and a figure of it that is loaded all the same."""

    def paint(sheet):
        sheet["K8"] = 99
        for address in ("K8", "C5"):
            sheet[address].font = Font(color=font)
            if fill:
                sheet[address].fill = PatternFill("solid", fgColor=fill)

    checked = check_workbook(on("地市推广应用", paint)(august), "8月.xlsx", catalog())
    [helper] = [p for p in checked.problems if p.code == "column-nameless"]
    assert (helper.cell, "K8 因字与底同色被隐藏" in helper.message) == ("K8", unseen)
    said = [p.cell for p in checked.problems if p.code == "content-unseen"]
    assert said == (["C5"] if unseen else [])
