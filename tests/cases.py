"""Workbooks that people meet: name → how the official month is changed, what is said of it."""

from openpyxl.styles import PatternFill

from tests import workbook_edits as edit
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
                r'<c r="D5"([^>]*)><f>A1</f><v(?:\s*/>|></v>)',
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
                r"<f>C4-1</f><v(?:\s*/>|></v>)",
                "<f>C4-1</f><v>289.7000000000007</v>",
            ),
        ),
        [(f"{P}!D4", "formula-not-computed")],  # C4 is a text
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
    **{
        f"a month as {said}": (put(f"{COVER}!B2", said), [])
        for said in (
            *(
                "２０２２年８月",
                "二〇二二年八月",
                "二O二二年8月",
                "22年8月",
                "2022.08",
                "2022-8",
                "202208",
            ),
            *(
                "2022年8月份（第8期）",
                "截至2022年8月31日",
                "2022年8月1日至31日",
                "2022-08-31 00:00",
            ),
        )
    },
    "a month that is none": (
        put(f"{COVER}!B2", "2022年1-8月"),
        [(f"{COVER}!B2", "month-unreadable")],
    ),
    "a day in Chinese numerals": (put(f"{COVER}!B4", "二〇二二年九月十三日"), []),
    "a label with spaces": (
        after(put(f"{COVER}!A8", "数 据 性 质"), put(f"{COVER}!B8", "测试数据")),
        [(f"{COVER}!B8", "cover-word")],
    ),
    "another label for the month": (
        after(put(f"{COVER}!A2", "统计月份（年月）"), put(f"{COVER}!B2", "2022年7月")),
        [("文字数字!A1", "month-mixed"), (f"{COVER}!B2", "month-mixed")],
    ),
    "a month in Arabic digits": (
        put(f"{COVER}!B2", "٢٠٢٢年٨月"),
        [(f"{COVER}!B2", "month-unreadable")],
    ),
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
    "the mark of a note in the text": (put(f"{C}!D4", "4221.5①"), [(f"{C}!D4", "number-marked")]),
    "a note in brackets": (put(f"{P}!D7", "3（注1）"), [(f"{P}!D7", "number-marked")]),
    "元 shown under 万元": (
        put(f"{J}!E3", 161572.03, '#,##0.00" 元"'),
        [(f"{J}!E3", "type-error")],
    ),
    "what is counted shown behind it": (put(f"{J}!D4", -2, '0"个"'), []),
    "暂无": (on(C, lambda s: dashes(s, "暂无")), [(f"{C}!H4", "placeholder")]),
}
