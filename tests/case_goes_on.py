"""Tables that go on to the right of themselves or on another sheet: name → how the official month
is changed, what is said of it."""

from openpyxl.utils import get_column_letter

from tests import workbook_edits as edit
from tests.cases import C, J, P, row
from tests.workbook_edits import after, on, put


def beside(first, gap=0):
    """The cities from this row on to the right of the others."""
    return on(C, lambda s: edit.goes_on(s, range(2, 4), first, gap))


def on_next_sheet(title, header, first):
    return on(title, lambda s: edit.goes_on(s, header, first, on="续表"))


def short_copy(sheet):
    """地区 and 注册用户数 of some cities, as numbers under no unit."""
    edit.unmerged(sheet)
    sheet.delete_rows(14, 20)
    sheet.delete_cols(5, 6)
    sheet.delete_cols(3)
    sheet.delete_cols(1)
    sheet.delete_rows(1, 2)
    sheet["B1"] = "注册用户数"
    for r in range(2, 12):
        sheet.cell(r, 2).value = float(sheet.cell(r, 2).value)


def again(title, name, *changes):
    """The table once more on a sheet of this name, with some cells changed."""

    def change(sheet):
        copy = sheet.parent.copy_worksheet(sheet)
        copy.title = name
        for address, value in changes:
            copy[address] = value

    return on(title, change)


def on_bare_sheet(title, first):
    """The rows from this one on alone on another sheet."""
    return on(title, lambda s: edit.goes_on(s, range(1, 1), first, on="续表"))


def projects_beside(sheet):
    """In M17 to Q24; the cities' sum in row 25."""
    for cells in sheet.parent[J]["A2:E9"]:
        for cell in cells:
            sheet.cell(cell.row + 15, cell.column + 12).value = cell.value
    sheet.column_dimensions["Q"].width = 16
    sheet.parent.remove(sheet.parent[J])
    row(sheet, 25, None, "合计", None, "16843.3")


def moved(title, header, first, down, right):
    """The rows from this one on, below the header rows again, so many rows down and columns to the
    right of where they would stand."""

    def change(sheet):
        bottom, width = sheet.max_row, sheet.max_column
        for area in [a for a in sheet.merged_cells.ranges if a.max_row >= first]:
            sheet.unmerge_cells(str(area))
        rows = [[c.value for c in r] for r in sheet.iter_rows(first, bottom, 1, width)]
        heads = [[sheet.cell(r, c).value for c in range(1, width + 1)] for r in header]
        sheet.delete_rows(first, bottom)
        at = (header[0] if heads else first) + down
        for n, values in enumerate(heads + rows, at):
            for column, value in enumerate(values, 1 + right):
                sheet.cell(n, column).value = value
                letter = get_column_letter(column)
                sheet.column_dimensions[letter].width = 16

    return on(title, change)


# 广州 to 清远 in A to J, the rest in K to T (or behind an empty column in L to U)
GOES_ON = {
    "a sum of the cities a row below the projects beside it": (on(C, projects_beside), []),
    "cities that go on at the right": (beside(15), []),
    "cities that go on behind an empty column": (beside(15, 1), []),
    "cities that go on lower at the right": (moved(C, range(2, 4), 15, 3, 12), []),
    "cities that go on higher at the right": (
        after(on(C, lambda s: s.insert_rows(2, 5)), moved(C, range(7, 9), 20, -4, 12)),
        [],
    ),
    "cities that go on below to the right": (moved(C, range(2, 4), 15, 14, 3), []),
    "platforms that go on below to the right": (moved(P, range(2, 4), 21, 22, 2), []),
    "cities under no header at the right": (moved(C, range(0), 15, -11, 10), []),
    "stages under no header at the right": (moved(J, range(0), 6, -3, 5), []),
    "a last city at the right": (beside(24), []),
    "cities in three blocks": (
        after(on(C, lambda s: edit.goes_on(s, range(2, 4), 18)), beside(11)),
        [],
    ),
    "more cities at the right": (beside(9), []),
    "stages that go on at the right": (on(J, lambda s: edit.goes_on(s, range(2, 3), 6)), []),
    "platforms that go on at the right": (on(P, lambda s: edit.goes_on(s, range(2, 4), 21)), []),
    "a platform that goes on at the right": (on(P, lambda s: edit.goes_on(s, range(2, 4), 24)), []),
    "cities that go on on a sheet": (on_next_sheet(C, range(2, 4), 15), []),
    "a platform that goes on on a sheet": (on_next_sheet(P, range(2, 4), 24), []),
    "stages that go on on a sheet": (on_next_sheet(J, range(2, 3), 6), []),
    "a title that goes on": (
        after(on_next_sheet(C, range(2, 4), 15), put("续表!A1", "推广应用情况（2022年8月）（续）")),
        [],
    ),
    "a title that goes on in another month": (
        after(on_next_sheet(C, range(2, 4), 15), put("续表!A1", "推广应用情况（2022年7月）（续）")),
        [("续表!A1", "month-mixed")],
    ),
    "an unknown city at the right": (
        after(beside(15), put(f"{C}!L5", "惠阳")),
        [(f"{C}!L5", "city-unknown")],
    ),
    "a city on both sides": (
        after(beside(15), put(f"{C}!L5", "广州")),
        [(f"{C}!B2", "city-missing"), (f"{C}!L5", "city-duplicated")],
    ),
    "a city on both sheets": (
        after(on_next_sheet(C, range(2, 4), 15), put("续表!B5", "广州")),
        [(f"{C}!B2", "city-missing"), ("续表!B5", "city-duplicated")],
    ),
    "a figure at the right that is none": (
        after(beside(15), put(f"{C}!N5", "12o.5")),
        [(f"{C}!N5", "type-error")],
    ),
    "another unit at the right": (
        after(beside(15), put(f"{C}!N3", "注册用户数(亿)")),
        [(f"{C}!N3", "unit-changed")],
    ),
    "an unknown column at the right": (
        after(beside(15), put(f"{C}!N3", "登记用户")),
        [(f"{C}!N3", "column-unknown")],
    ),
    "an indicator on both sides": (
        after(on(P, lambda s: edit.goes_on(s, range(2, 4), 21)), put(f"{P}!F5", "开通用户数")),
        [(f"{P}!B3", "indicator-missing"), (f"{P}!F5", "indicator-duplicated")],
    ),
    "a table that stands twice, side by side": (
        on(
            C,
            lambda s: [
                s.cell(r, c + 11, s.cell(r, c).value) for r in range(2, 25) for c in range(1, 11)
            ],
        ),
        [(f"{C}!M3", "table-copied")],
    ),
    "two cities on a sheet": (on_next_sheet(C, range(2, 4), 23), []),
    "two cities again on a sheet": (
        on(C, lambda s: (edit.goes_on(s, range(2, 4), 23, on="抄件"), row(s, 23, "20", "揭阳"))),
        [(f"{C}!C23", "city-not-reported"), ("抄件!B4", "city-duplicated")],
    ),
    "a city again on a sheet": (
        on(C, lambda s: s.parent.copy_worksheet(s).delete_rows(5, 20)),
        [(f"{C} Copy!A1", "sheet-ignored")],
    ),
    "a table that stands twice with another figure": (
        again(C, "副本", ("D4", "4221.6")),
        [("副本!B2", "table-duplicated")],
    ),
    "a copy of a table": (again(P, "副本"), [("副本!B2", "table-copied")]),
    "a short copy of a table, for a chart": (
        after(again(C, "图表数据"), on("图表数据", short_copy)),
        [("图表数据!A1", "table-copied")],
    ),
    "an empty copy of a table": (
        again(C, "样表", *[(f"{c}{r}", None) for c in "CDEFGHIJ" for r in range(4, 25)]),
        [("样表!B2", "table-copied")],
    ),
    "last month's table kept": (
        again(C, "7月", ("A1", "推广应用情况（2022年7月）"), ("D4", "4200.1")),
        [("7月!B2", "table-other-month")],
    ),
    "last month's table by the name of its sheet": (
        again(C, "7月地市", ("A1", "推广应用情况"), ("D4", "4200.1")),
        [("7月地市!B2", "table-other-month")],
    ),
    "last month's table before this month's": (
        after(
            again(P, "8月"),
            put(f"{P}!D3", "7月新增"),
            put(f"{P}!A1", "平台（2022年7月）"),
            put(f"{P}!C4", "17142.5"),
        ),
        [(f"{P}!B2", "table-other-month")],
    ),
    "cities that go on on a sheet without a header": (on_bare_sheet(C, 15), []),
    "cities that go on on a sheet with a title": (
        after(on_bare_sheet(C, 15), on("续表", lambda s: s.insert_rows(1)), put("续表!A1", "续表")),
        [],
    ),
    "platforms that go on on a sheet without a header": (on_bare_sheet(P, 21), []),
    "a sheet without a header and a column less": (
        after(on_bare_sheet(C, 15), on("续表", lambda s: s.delete_cols(10))),
        [(f"{C}!B2", "city-missing"), ("续表!A1", "sheet-ignored")],
    ),
    "a sheet within one platform": (on_next_sheet(P, range(2, 4), 37), []),
    "a sheet within a platform that nothing names": (
        after(on_next_sheet(P, range(2, 4), 37), put("续表!A2", None)),
        [(f"续表!B{r}", "indicator-unknown") for r in range(4, 11)],
    ),
}


def again_beside(sheet):
    for cells in sheet["A4:J24"]:
        for cell in cells:
            sheet.cell(cell.row, cell.column + 10).value = cell.value


# what stands beside the first block but not as in it: not taken
NOT_AS_THE_FIRST = {
    "a column more": after(moved(C, range(0), 15, -11, 10), put(f"{C}!U4", "7")),
    "a text over it": after(moved(C, range(0), 15, -11, 10), put(f"{C}!N3", "上月")),
    "the same cities": on(C, again_beside),
}
