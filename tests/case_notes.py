"""What stands above, below and beside the tables and says up to when they go, or in what units:
name → how the official month is changed, what is said of it."""

from tests import workbook_edits as edit
from tests.cases import COVER, C, J, P, row
from tests.workbook_edits import after, on, put


def below(title, text):
    return on(title, lambda s: s.cell(s.max_row + 2, 1, text))


def over(title, *texts):
    """In a row of its own between title and header."""
    return on(title, lambda s: (edit.unmerged(s), s.insert_rows(2), row(s, 2, *texts)))


def fractions(number_format=None, as_text=False):
    """覆盖率 as 0.5778."""

    def change(sheet):
        for r in range(4, 25):
            cell = sheet.cell(r, 7)
            held = round(float(cell.value.rstrip("%")) / 100, 4)
            cell.value = str(held) if as_text else held
            cell.number_format = number_format or "General"

    return on(C, change)


def says_only(address, text):
    """The month stands nowhere but here."""
    return after(
        on(COVER, lambda s: s.delete_rows(2)),
        put(f"{P}!A1", "平台"),
        put(f"{P}!D3", "新增"),
        put(f"{J}!A1", "项目"),
        put(f"{J}!D2", "数量变化(个)"),
        put(f"{C}!A1", "地市"),
        put("文字数字!A1", "文字"),
        put(address, text),
    )


def asked(place):
    return [(place, "month-as-of")]


def refused(place):
    return [(place, "unit-noted")]


LINE, WIDE = [None] * 4, [None] * 9
NOTES = {
    "a note of another month's end": (below(P, "注：数据截至7月31日。"), asked(f"{P}!A45")),
    "a month in a note only": (says_only(f"{C}!A26", "数据截至2022年8月31日"), []),
    "a month in a title only": (says_only(f"{C}!A1", "地市情况（截至2022年8月31日）"), []),
    "a month as 报告期": (says_only(f"{COVER}!A9", "报告期：2022年8月"), []),
    "a note of this month's end": (below(P, "注：以上数据均截至2022年8月31日24时"), []),
    "a title up to another month": (put(f"{C}!A1", "推广应用情况（截至7月底）"), asked(f"{C}!A1")),
    "a period of counting": (over(C, "统计周期：2022年7月1日至7月31日"), asked(f"{C}!A2")),
    "a period that ends in this month": (over(C, "统计周期：7月26日至8月25日"), []),
    "a day of counting in its own cell": (
        on(COVER, lambda s: row(s, 9, "统计截止时间", "2022-07-31")),
        asked(f"{COVER}!A9"),
    ),
    "where it is from, and up to when": (
        below(J, "数据来源：项目管理系统，截至2022年7月底"),
        asked(f"{J}!A11"),
    ),
    "figures of the month after": (below(C, "注：数据截至2022年9月5日"), asked(f"{C}!A26")),
    "counted in the month after": (below(C, "统计时间：2022年9月5日"), []),
    "brought up to date in the month after": (below(C, "数据更新时间：2022年9月5日"), []),
    "what is only said beside": (
        below(C, "注：人口数据截至2020年底，2022年7月起按新口径统计；覆盖率为100%的不再增长"),
        [],
    ),
    "a fee that no column has": (over(C, *WIDE, "单位：万元"), refused(f"{C}!J2")),
    "a unit in the title": (
        put(f"{J}!A1", "数字政府信息化项目（2022年8月）（单位：元）"),
        refused(f"{J}!A1"),
    ),
    "a unit of amounts": (over(J, *LINE, "金额单位：元"), refused(f"{J}!E2")),
    "a unit beside its label": (over(C, *[None] * 8, "单位：", "万元"), refused(f"{C}!I2")),
    "all units of the table": (over(C, *WIDE, "单位：项、万人、%"), []),
    "an office": (over(C, "单位：广东省政务服务数据管理局"), []),
    "an office that fills in": (over(C, "填报单位：省直/个"), []),
    "users in money": (put(f"{C}!D3", "注册用户数(万元)"), [(f"{C}!D3", "unit-changed")]),
    "a user in money": (put(f"{C}!D4", "4221.5万元"), [(f"{C}!D4", "type-error")]),
    "a column of fractions": (fractions(), [(f"{C}!G4", "percent-ambiguous")]),
    "a column of fractions that are text": (
        fractions(as_text=True),
        [(f"{C}!G4", "percent-ambiguous")],
    ),
    "a column of fractions shown in percent": (fractions("0.00%"), []),
}
