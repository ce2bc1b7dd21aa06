"""Workbooks that people meet: the official month with one quirk, and what comes of it.

Each row: name, how the official workbook is changed, what is said beyond the month's own remarks
([(cell, code), …], 规范 left out). Where nothing of it blocks, every figure is stored as in the
official layout.
"""

from decimal import Decimal

import pytest
from openpyxl.styles import PatternFill

from catalog import catalog
from ingest.pipeline import check_workbook
from tests import workbook_edits as edit
from tests.conftest import AUGUST
from tests.workbook_edits import after, built_in_format, on, put, raw, runs, under_merge

P, J, C, COVER = "平台推广应用", "信息化项目", "地市推广应用", "说明"
STYLES = r"xl/styles.xml"
ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def row(sheet, number, *values):
    for column, value in enumerate(values, 1):
        if value is not None:
            sheet.cell(number, column).value = value


def hide(column: str = "", rows: tuple[int, ...] = ()):
    def change(sheet):
        if column:
            sheet.column_dimensions[column].hidden = True
        for r in rows:
            sheet.row_dimensions[r].hidden = True

    return change


def dashes(sheet, sign="—"):
    for r in range(4, 25):
        sheet.cell(r, 8).value = sign


def fill_to(row: int, column: int):
    def change(sheet):
        sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFFF00")

    return change


SHARED = {
    "a date by a format of Chinese Excel": (
        built_in_format(f"{P}!D7", 44564, 58),
        [(f"{P}!D7", "number-as-date")],
    ),
    "a raised footnote mark": (
        runs(f"{P}!D7", ("3", {}), ("1", {"vertAlign": "superscript"})),
        [(f"{P}!D7", "number-marked")],
    ),
    "an old figure struck through": (
        runs(f"{P}!C7", ("2478", {"strike": True}), ("2479", {})),
        [(f"{P}!C7", "number-marked")],
    ),
    "a format that shows 万": (put(f"{P}!C4", 174322000, '0!.0,"万"'), []),
    "a name left under a merge": (
        under_merge(f"{P}!A8", "粤商通"),
        [(f"{P}!A8", "content-covered")],
    ),
    "数据性质 in other words": (
        put(f"{COVER}!B8", "模拟数据（测试）"),
        [(f"{COVER}!B8", "cover-word")],
    ),
    "a note of another month": (
        put(f"{P}!A45", "注：“实名注册用户数”自2022年7月起按新口径统计。"),
        [],
    ),
    "a formula whose result is empty text": (
        after(
            put(f"{P}!D5", "=A1"),
            raw(
                r"xl/worksheets/sheet2.xml",
                r'<c r="D5"([^>]*)><f>A1</f><v\s*/>',
                r'<c r="D5"\1 t="str"><f>A1</f><v></v>',
            ),
        ),
        [],
    ),
    "the day of issue as a date of Chinese Excel": (built_in_format(f"{COVER}!B4", 44817, 31), []),
    "Strict Open XML": (edit.STRICT, []),
    "an empty row at the end of the sheet": (
        raw(
            r"xl/worksheets/sheet4.xml",
            "</sheetData>",
            '<row r="1048576" ht="20" customHeight="1"/></sheetData>',
        ),
        [],
    ),
    "a row filled to column 399": (on(C, fill_to(2, 399)), []),
    "a column of dashes": (on(C, dashes), [(f"{C}!H4", "placeholder")]),
    "a difference as the machine holds it": (
        after(
            put(f"{P}!D4", "=C4-1", "General"),
            raw(
                r"xl/worksheets/sheet2.xml",
                r"<f>C4-1</f><v\s*/>",
                "<f>C4-1</f><v>289.7000000000007</v>",
            ),
        ),
        [],
    ),
    "a number as the machine holds it": (put(f"{C}!D4", 4221.500000000001, "General"), []),
    "a format that hides decimals": (
        put(f"{C}!F4", 178.29, "0"),
        [(f"{C}!F4", "precision-changed")],
    ),
    "an accounting format": (put(f"{C}!F4", 178.29, ACCOUNTING), []),
    "a header broken as Excel stores it": (put(f"{C}!C3", "上线事项_x000D_\n(项)"), []),
    "a helper cell in white": (put(f"{C}!K8", "=SUM(D4:D24)"), [(f"{C}!K8", "column-nameless")]),
    "a hidden copy of last month's sheet": (
        edit.hidden_copy(C, "7月地市"),
        [("7月地市!B2", "table-hidden")],
    ),
    "a header with its year": (put(f"{P}!D3", "2022年8月新增"), []),
    "units in a row of their own": (on(C, lambda s: edit.units_apart(s, 3)), []),
    "a region's subtotal that is right": (
        on(C, lambda s: row(s, 25, None, "珠三角小计", None, "11368.4")),
        [],
    ),
    "a region's subtotal that is not": (
        on(C, lambda s: row(s, 25, None, "珠三角小计", None, "11329.2")),
        [(f"{C}!D25", "city-total-mismatch")],
    ),
    "folders in the zip": (edit.with_folders, []),
    "an empty fill in the styles": (raw(STYLES, "<fills[^>]*>", "<fills><fill/>"), []),
    "an odd date in the properties": (
        raw(r"docProps/core.xml", r"(<dcterms:created[^>]*>)[^<]*", r"\g<1>2022/9/13 8:00:00"),
        [],
    ),
    "rows without references, one hidden": (
        after(on(C, hide(rows=(5,))), raw(r"xl/worksheets/sheet4.xml", r'<row r="\d+"', "<row")),
        [(f"{C}!C5", "hidden-content")],
    ),
    "a character without width": (put(f"{C}!C4", "1125\u200b"), []),
}


HEADERS = {
    "截至8月底累计": (put(f"{P}!C3", "截至8月底累计"), []),
    "累计（截至2022年8月底）": (put(f"{P}!C3", "累计（截至2022年8月底）"), []),
    "8月份新增": (put(f"{P}!D3", "8月份新增"), []),
    "本月新增": (put(f"{P}!D3", "本月新增"), []),
    "截至8月底注册用户数": (put(f"{C}!D3", "截至8月底注册用户数(万)"), []),
    "2022年8月数量变化": (put(f"{J}!D2", "2022年8月数量变化（个）"), []),
    "a year's sum": (put(f"{P}!D3", "1-8月新增"), [(f"{P}!D3", "column-unknown")]),
    "this year's sum": (put(f"{P}!C3", "本年累计"), [(f"{P}!C3", "column-unknown")]),
    "last month": (put(f"{P}!D3", "上月新增"), [(f"{P}!B2", "column-missing")]),
    "new ones up to a day": (put(f"{P}!D3", "截至8月底新增"), [(f"{P}!D3", "column-unknown")]),
    "all or new ones": (put(f"{C}!D3", "8月注册用户数(万)"), [(f"{C}!D3", "column-unknown")]),
    "another month": (put(f"{P}!D3", "7月新增"), [(f"{P}!D3", "month-mixed")]),
    "another year": (put(f"{P}!D3", "2021年8月新增"), [(f"{P}!D3", "month-mixed")]),
    "up to another month": (put(f"{P}!C3", "截至7月底累计"), [(f"{P}!C3", "month-mixed")]),
    "a title of another month": (put(f"{C}!A1", "推广情况（7月）"), [(f"{C}!A1", "month-mixed")]),
    "no name": (put(f"{C}!E3", None), [(f"{C}!E3", "column-unknown")]),
}

LAYOUTS = {
    "two rows without merges": (on(C, edit.unmerged), []),
    "platforms without merges": (on(P, edit.unmerged), []),
    "a page break in the platforms": (on(P, lambda s: edit.header_again(s, range(2, 4), 20)), []),
    "a page break between platforms": (on(P, lambda s: edit.header_again(s, range(2, 4), 15)), []),
    "a page break with its title": (on(P, lambda s: edit.header_again(s, range(1, 4), 20)), []),
    "a page break in the cities": (on(C, lambda s: edit.header_again(s, range(2, 4), 12)), []),
    "a page break with another unit": (
        after(
            on(C, lambda s: edit.header_again(s, range(2, 4), 12)),
            put(f"{C}!D13", "注册用户数(亿)"),
        ),
        [(f"{C}!D13", "unit-changed")],
    ),
    "a page break with columns exchanged": (
        after(
            on(P, lambda s: edit.header_again(s, range(2, 4), 20)),
            put(f"{P}!C21", "8月新增"),
            put(f"{P}!D21", "累计"),
        ),
        [(f"{P}!C21", "header-differs"), (f"{P}!D21", "header-differs")],
    ),
    "a page break of another month": (
        after(on(P, lambda s: edit.header_again(s, range(2, 4), 20)), put(f"{P}!D21", "7月新增")),
        [(f"{P}!D21", "month-mixed")],
    ),
    "tables below one another": (edit.on_one_sheet, []),
    "units of the rows in a column": (on(P, lambda s: edit.unit_column(s, 3)), []),
    "a unit of its own that differs": (
        after(on(C, lambda s: edit.units_apart(s, 3)), put(f"{C}!D4", "亿")),
        [(f"{C}!D4", "unit-changed")],
    ),
    "a unit of its own that is none": (
        after(on(C, lambda s: edit.units_apart(s, 3)), put(f"{C}!D4", "千人")),
        [(f"{C}!D4", "unit-changed")],
    ),
    "remarks beside the figures": (
        on(
            P,
            lambda s: (
                row(s, 2, *[None] * 4, "备注"),
                row(s, 4, *[None] * 4, "自2021年7月起"),
                row(s, 5, *[None] * 4, "3"),
            ),
        ),
        [],
    ),
    "the sum of 粤东西北": (
        on(C, lambda s: row(s, 25, None, "粤东西北地区小计", None, "5474.9")),
        [],
    ),
    "the sum under 序号": (on(C, lambda s: row(s, 25, "合计", None, None, "16843.3")), []),
    "a sum that is no region's": (
        on(C, lambda s: row(s, 25, None, "广佛小计", None, "5204.7")),
        [(f"{C}!B25", "city-unknown")],
    ),
    "省直": (
        on(C, lambda s: row(s, 25, None, "省直", None, "588.9")),
        [(f"{C}!B25", "city-unknown")],
    ),
}

SEEN = {
    "another month under the title": (
        under_merge(f"{P}!B1", "2022年7月"),
        [(f"{P}!B1", "content-covered")],
    ),
    "another platform under the header": (
        under_merge(f"{C}!D2", "粤商通"),
        [(f"{C}!D2", "content-covered")],
    ),
    "the same under the merge": (under_merge(f"{P}!A8", "粤省事"), []),
    "names and figures merged": (
        on(C, lambda s: s.merge_cells("B5:C5")),
        [(f"{C}!B5", "data-merged")],
    ),
    "two figures merged": (on(C, lambda s: s.merge_cells("D5:D6")), [(f"{C}!D5", "data-merged")]),
    "a helper column that is hidden": (
        after(on(C, lambda s: [s.cell(r, 11, r) for r in range(4, 25)]), on(C, hide("K"))),
        [(f"{C}!K4", "column-nameless")],
    ),
    "a hidden second column": (
        after(
            on(C, lambda s: [s.cell(r, 11, s.cell(r, 4).value) for r in range(3, 25)]),
            on(C, hide("K")),
        ),
        [(f"{C}!K3", "column-unknown")],
    ),
    "a hidden second row": (
        after(
            on(C, lambda s: row(s, 25, "22", "广州", *[s.cell(4, c).value for c in range(3, 11)])),
            on(C, hide(rows=(4,))),
        ),
        [(f"{C}!B4", "city-duplicated")],
    ),
    "a hidden second 新增": (
        after(
            on(P, lambda s: [s.cell(r, 5, s.cell(r, 4).value) for r in range(3, 44)]),
            on(P, hide("D")),
        ),
        [(f"{P}!D3", "column-duplicated")],
    ),
    "数据性质 测试数据": (put(f"{COVER}!B8", "测试数据"), [(f"{COVER}!B8", "cover-word")]),
    "数据性质 演示数据": (put(f"{COVER}!B8", "演示数据"), [(f"{COVER}!B8", "cover-word")]),
    "数据性质 is empty": (put(f"{COVER}!B8", None), []),
    "数据范围 in other words": (put(f"{COVER}!B7", "部分数据"), [(f"{COVER}!B7", "cover-word")]),
    "two covers": (put(f"{C}!L1", "数据月份：2022年7月"), [(f"{C}!L1", "cover-conflict")]),
}

NUMBERS = {
    "300 digits": (put(f"{P}!C4", "9" * 300), [(f"{P}!C4", "number-too-large")]),
    "1e308": (put(f"{P}!C4", 1e308, "General"), [(f"{P}!C4", "type-error")]),
    "15 digits": (put(f"{P}!C7", "1" * 15), [(f"{P}!C7", "number-too-large")]),
    "20 digits": (put(f"{P}!C7", "1" * 20), [(f"{P}!C7", "number-too-large")]),
    "five decimals": (put(f"{C}!D4", "4221.50001"), [(f"{C}!D4", "number-too-precise")]),
    "a third": (put(f"{C}!D4", 4221 + 1 / 3, "General"), [(f"{C}!D4", "number-too-precise")]),
    "300 decimals": (put(f"{C}!D4", "0." + "0" * 299 + "1"), [(f"{C}!D4", "number-too-precise")]),
    "a stock that shrinks": (put(f"{P}!D31", "-2564"), [(f"{P}!D31", "negative")]),
    "its own 亿 under 万": (put(f"{P}!C4", "1.74322亿"), [(f"{P}!C4", "unit-conflict")]),
    "一字 dashes": (on(C, lambda s: dashes(s, "/")), [(f"{C}!H4", "placeholder")]),
    "暂无": (on(C, lambda s: dashes(s, "暂无")), [(f"{C}!H4", "placeholder")]),
}

CASES = SHARED | HEADERS | LAYOUTS | SEEN | NUMBERS
# what is shown is taken, not what is stored
SHOWN = {
    "a format that hides decimals": {
        ("city_business_entities", "440100", "cumulative"): Decimal(178)
    }
}
OWN = ("cross-check",)  # the real month's discrepancies


def figures(checked, what="value"):
    return {key: getattr(o, what) for key, o in checked.by_key.items()}


@pytest.fixture(scope="module")
def official(august):
    return check_workbook(august, "2022-08.xlsx", catalog())


@pytest.mark.parametrize("name", CASES)
def test_a_workbook_that_people_meet(name, august, official):
    change, expected = CASES[name]
    checked = check_workbook(change(august), "2022-08.xlsx", catalog())
    said = [
        (f"{p.sheet}!{p.cell}", p.code)
        for p in checked.problems
        if p.severity != "规范" and p.code not in OWN
    ]
    assert said == expected
    if not checked.blocked:
        assert checked.month == AUGUST
        assert figures(checked) == figures(official) | SHOWN.get(name, {})
        if name in LAYOUTS:
            assert figures(checked, "token") == figures(official, "token")


@pytest.mark.parametrize(
    ("name", "part"),
    {
        "a helper column that is hidden": "“地市推广应用”K 列被隐藏",
        "a hidden second column": "“地市推广应用”K 列被隐藏",
        "a hidden second row": "“地市推广应用”第 4 行被隐藏",
        "a year's sum": "可用的列名（累计、8月新增、2022年8月新增、截至8月底累计）",
        "its own 亿 under 万": "按“万”应写作 17432.2",
    }.items(),
)
def test_the_sentence_says_what_to_do(name, part, august):
    change, _ = CASES[name]
    problems = check_workbook(change(august), "2022-08.xlsx", catalog()).problems
    assert part in next(p.message for p in problems if p.severity == "阻断")


def test_a_name_left_under_a_merge_of_a_partial_month_is_not_read(august):
    """Today's 粤省事 must not become 粤商通's row, which a partial month does not miss."""
    change = after(
        put(f"{COVER}!B7", "部分"),
        on(P, lambda s: (edit.unmerged(s), s.delete_rows(17), s.merge_cells("A4:A14"))),
        under_merge(f"{P}!A8", "粤商通"),
    )
    checked = check_workbook(change(august), "2022-08.xlsx", catalog())
    assert not checked.blocked
    key = next(k for k, o in checked.by_key.items() if (o.source_sheet, o.source_cell) == (P, "C8"))
    assert key[0] == "citizen_certificates"
