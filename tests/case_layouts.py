"""Layouts of the official month that people read: name → how it is changed, what is said of it."""

from tests import workbook_edits as edit
from tests.case_goes_on import GOES_ON
from tests.cases import C, J, P, row
from tests.workbook_edits import after, on, put


def unit_noted(sheet, note):
    """The amount's unit over the table instead of behind its name."""
    edit.unmerged(sheet)
    sheet.insert_rows(2)
    sheet["E2"], sheet["E3"] = note, "项目批复金额"


def named(*texts):
    """Each cell of (place, text) said in another way that means the same."""
    return after(*(put(place, text) for place, text in texts))


NAMES = {
    "numbered": named(
        (f"{P}!A4", "一、粤省事"),
        (f"{P}!B4", "（1）实名注册用户数（万）"),
        (f"{J}!B3", "1.准备阶段"),
        (f"{C}!B4", "1、广州"),
        (f"{C}!D3", "2.注册用户数(万)"),
    ),
    "with the mark of a note": named(
        (f"{P}!A4", "粤省事[注1]"),
        (f"{P}!B4", "实名注册用户数*（万）"),
        (f"{C}!B4", "广州①"),
        (f"{C}!D3", "注册用户数（万）注2"),
    ),
    "traditional": named(
        (f"{P}!B4", "實名註冊用戶數（萬）"), (f"{J}!B3", "準備階段"), (f"{C}!B4", "廣東省廣州市")
    ),
    "units in other brackets, or behind a stroke": named(
        (f"{P}!B4", "实名注册用户数【万人】"),
        (f"{C}!C3", "上线事项[项]"),
        (f"{C}!D3", "注册用户数/万"),
        (f"{C}!E3", "APP安装量 万"),
    ),
    "with words that say nothing": named(
        (f"{P}!A4", "“粤省事”平台"),
        (f"{P}!A15", "粤商通推广应用情况"),
        (f"{P}!B4", "实名注册用户数量（万）"),
        (f"{P}!B7", "累计上线服务事项数（项）"),
        (f"{P}!B9", "粤省事公众号关注数（万人次）"),
        (f"{P}!C3", "截至8月底累计数量"),
        (f"{P}!D3", "8月当月新增情况"),
        (f"{J}!B3", "项目准备中"),
        (f"{J}!E2", "项目批复金额累计(万元)"),
        (f"{C}!B4", "广州市（省会）"),
        (f"{C}!B5", "440300深圳"),
        (f"{C}!C2", "粤省事（平台）"),
        (f"{C}!D3", "累计注册用户数(万)"),
    ),
    "cities by their offices, numbers and sizes": named(
        (f"{C}!B4", "01广州"),
        (f"{C}!B5", "深圳市政务服务数据管理局"),
        (f"{C}!B6", "珠海市人民政府"),
        (f"{C}!B7", "汕头全市"),
        (f"{C}!B8", "佛山（副省级）"),
        (f"{C}!C2", "粤省事推广应用"),
    ),
    "columns by their other names": named(
        (f"{C}!D3", "实名注册用户数(万)(截至8月)"),
        (f"{C}!G3", "市场主体覆盖率"),
        (f"{C}!H3", "月活用户数"),
        (f"{J}!C2", "累计数量(个)"),
        (f"{J}!D2", "较上月增减(个)"),
        (f"{P}!C3", "上线以来累计"),
        (f"{P}!D3", "8月当月"),
    ),
}
OTHER_NAMES = {  # words that say something: each may be another thing
    f"{P}!A4 粤省事小程序": "platform-unknown",
    f"{P}!B8 电子证照用证量（类）": "indicator-unknown",
    f"{P}!B18 日均访问人数（万）": "indicator-unknown",
    f"{P}!B24 电子公文交换系统应用单位": "indicator-unknown",
    f"{C}!B4 440300广州": "city-unknown",
    f"{C}!B4 广州市本级": "city-unknown",
    f"{C}!B4 广州市辖区": "city-unknown",
    f"{C}!B4 广州（含增城）": "city-unknown",
    f"{P}!C3 累计（万）": "column-unknown",
    f"{P}!C3 1-8月累计": "column-unknown",
    f"{P}!D3 8月净增": "column-unknown",
    f"{J}!C2 8月数量(个)": "column-unknown",
    f"{C}!D3 新增注册用户数(万)": "column-unknown",
    f"{C}!H3 累计月活跃用户数": "column-unknown",
    f"{J}!B6 已验收": "stage-unknown",
}

HEADERS = {
    "截至8月底累计": (put(f"{P}!C3", "截至8月底累计"), []),
    "累计（截至2022年8月底）": (put(f"{P}!C3", "累计（截至2022年8月底）"), []),
    "8月份新增": (put(f"{P}!D3", "8月份新增"), []),
    "本月新增": (put(f"{P}!D3", "本月新增"), []),
    "8月累计, beside 8月新增": (put(f"{P}!C3", "8月累计"), []),
    "截至8月底 alone": (put(f"{P}!C3", "截止8月底"), []),
    "截至7月底 alone": (put(f"{P}!C3", "截至7月底"), [(f"{P}!C3", "month-mixed")]),
    "当月 alone": (put(f"{P}!D3", "当月"), []),
    "8月 beside 累计": (put(f"{P}!D3", "8月"), []),
    "2022年8月数 beside 累计": (put(f"{P}!D3", "2022年8月数"), []),
    "7月 beside 累计": (put(f"{P}!D3", "7月"), [(f"{P}!D3", "month-mixed")]),
    "8月 beside 新增": (
        after(put(f"{P}!C3", "8月"), put(f"{P}!D3", "新增")),
        [(f"{P}!C3", "column-unknown")],
    ),
    "7月 and 8月 beside 累计": (
        on(P, lambda s: (another_column(s, 4, "7月"), s.cell(3, 5, "8月"))),
        [(f"{P}!D3", "column-unknown"), (f"{P}!E3", "column-unknown")],
    ),
    "7月累计 beside 累计": (
        on(P, lambda s: another_column(s, 3, "7月累计")),
        [(f"{P}!C3", "column-other-month")],
    ),
    "截至8月底注册用户数": (put(f"{C}!D3", "截至8月底注册用户数(万)"), []),
    "2022年8月数量变化": (put(f"{J}!D2", "2022年8月数量变化（个）"), []),
    "a year's sum": (put(f"{P}!D3", "1-8月新增"), [(f"{P}!D3", "column-unknown")]),
    "this year's sum": (put(f"{P}!C3", "本年累计"), [(f"{P}!C3", "column-unknown")]),
    "last month": (put(f"{P}!D3", "上月新增"), [(f"{P}!B2", "column-missing")]),
    "new ones up to a day": (put(f"{P}!D3", "截至8月底新增"), [(f"{P}!D3", "column-unknown")]),
    "all or new ones": (put(f"{C}!D3", "8月注册用户数(万)"), [(f"{C}!D3", "column-unknown")]),
    "another month": (put(f"{P}!D3", "7月新增"), [(f"{P}!D3", "month-mixed")]),
    "another year": (put(f"{P}!D3", "2021年8月新增"), [(f"{P}!D3", "month-mixed")]),
    "八月新增": (put(f"{P}!D3", "二〇二二年八月新增"), []),
    "2022.08新增（当月）": (put(f"{P}!D3", "2022.08新增（当月）"), []),
    "another month in Chinese": (put(f"{P}!D3", "七月新增"), [(f"{P}!D3", "month-mixed")]),
    "two months": (put(f"{P}!D3", "8月新增（7月）"), [(f"{P}!D3", "column-unknown")]),
    "a title in Chinese numerals": (
        put(f"{P}!A1", "二〇二二年七月平台情况"),
        [(f"{P}!A1", "month-mixed")],
    ),
    "a title with points": (put(f"{P}!A1", "平台情况2022.07"), [(f"{P}!A1", "month-mixed")]),
    "a title that begins with its month": (
        put(f"{P}!A1", "7月份平台情况"),
        [(f"{P}!A1", "month-mixed")],
    ),
    "a note of when it changed": (put(f"{P}!A1", "7月份起按新口径统计"), []),
    "a span of months": (put(f"{P}!A1", "2022年1-8月平台情况"), []),
    "up to another month": (put(f"{P}!C3", "截至7月底累计"), [(f"{P}!C3", "month-mixed")]),
    "a title of another month": (put(f"{C}!A1", "推广情况（7月）"), [(f"{C}!A1", "month-mixed")]),
    "a unit of another size": (put(f"{C}!D3", "注册用户数(人)"), [(f"{C}!D3", "unit-changed")]),
    "a title of another year": (put(f"{C}!A1", "推广（2021年8月）"), [(f"{C}!A1", "month-mixed")]),
    "no name": (put(f"{C}!E3", None), [(f"{C}!E3", "column-unknown")]),
}


def units_beside(sheet, unit, header=None):
    """In a column of their own behind 注册用户数."""
    edit.unmerged(sheet)
    sheet.insert_cols(5)
    sheet["E3"] = header
    for r in range(4, 25):
        sheet.cell(r, 5).value = unit


def another_column(sheet, column, header):
    edit.unmerged(sheet)
    sheet.insert_cols(column)
    for r in range(3, sheet.max_row + 1):
        sheet.cell(r, column).value = header if r == 3 else "5"


def headings(merged: bool):
    """Each platform in a row of its own over its indicators."""

    def change(sheet):
        edit.unmerged(sheet)
        names = {r: name for r in range(4, 44) if (name := sheet.cell(r, 1).value)}
        for r, name in reversed(names.items()):
            sheet.insert_rows(r)
            sheet.cell(r + 1, 1).value = None
            sheet.cell(r, 1 if merged else 2).value = name
        for r in [n + r for n, r in enumerate(names)] if merged else ():
            sheet.merge_cells(start_row=r, end_row=r, start_column=1, end_column=4)

    return on(P, change)


LAYOUTS = {
    "platforms merged over their indicators": (headings(True), []),
    "platforms over their indicators": (
        after(headings(False), on(P, lambda s: s.delete_cols(1))),
        [],
    ),
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
    "tables below one another": (
        after(edit.on_one_sheet, on(P, lambda s: setattr(s.column_dimensions["E"], "width", 16))),
        [],
    ),
    "columns that are numbered, as in forms of statistics": (
        on(C, lambda s: (s.insert_rows(4), row(s, 4, "甲", "乙", *range(1, 9)))),
        [],
    ),
    "an unknown place whose figures only look like numbers of columns": (
        on(C, lambda s: (s.insert_rows(4), row(s, 4, None, "惠阳", *range(1, 9)))),
        [(f"{C}!B4", "city-unknown")],
    ),
    "units that contradict those of the names": (
        after(on(C, lambda s: edit.units_apart(s, 3)), put(f"{C}!D3", "注册用户数(户)")),
        [(f"{C}!D3", "unit-changed")],
    ),
    "a unit beside each figure": (on(C, lambda s: units_beside(s, "万")), []),
    "a unit beside each figure under 单位": (on(C, lambda s: units_beside(s, "万", "单位")), []),
    "another unit beside each figure": (
        on(C, lambda s: units_beside(s, "人")),
        [(f"{C}!E4", "unit-changed")],
    ),
    "another unit beside one figure": (
        after(on(C, lambda s: units_beside(s, "万")), put(f"{C}!E9", "人")),
        [(f"{C}!E9", "unit-changed")],
    ),
    "a unit before each figure": (
        on(
            C,
            lambda s: (
                edit.unmerged(s),
                s.insert_cols(4),
                [s.cell(r, 4, "单位" if r == 3 else "万") for r in range(3, 25)],
            ),
        ),
        [],
    ),
    "a note of a unit that no column has": (
        on(J, lambda s: (edit.unmerged(s), s.insert_rows(2), row(s, 2, None, "单位：亿元"))),
        [(f"{J}!B2", "unit-noted")],
    ),
    "last month's column before this month's": (
        on(P, lambda s: another_column(s, 4, "7月新增")),
        [(f"{P}!D3", "column-other-month")],
    ),
    "last month's column behind this month's": (
        on(C, lambda s: another_column(s, 5, "截至7月底注册用户数(万)")),
        [(f"{C}!E3", "column-other-month")],
    ),
    "rows of means and sums in other words": (
        on(
            C,
            lambda s: (
                row(s, 25, None, "21个地市合计", None, "16843.3"),
                row(s, 26, None, "全省平均", None, "802.1"),
            ),
        ),
        [(f"{C}!B26", "row-derived")],
    ),
    "the number of a page between rows": (
        on(C, lambda s: (s.insert_rows(14), row(s, 14, *[None] * 4, "第 1 页"))),
        [],
    ),
    "a row of figures without a name": (
        on(C, lambda s: row(s, 25, None, None, None, "16843.3")),
        [(f"{C}!B25", "city-unknown")],
    ),
    "a target beside the figures": (
        on(C, lambda s: [s.cell(r, 11, "目标" if r == 3 else r) for r in range(3, 25)]),
        [(f"{C}!K3", "column-derived")],
    ),
    "cities across, indicators down": (
        on(C, edit.turned),
        [(f"{C}!A1", "sheet-ignored"), (f"{C}!C3", "table-turned")],
    ),
    "units in a note over the table": (on(J, lambda s: unit_noted(s, "单位：个、万元")), []),
    "another unit in a note over the table": (
        on(J, lambda s: unit_noted(s, "单位：亿元")),
        [(f"{J}!E3", "unit-missing")],
    ),
    "a rank beside the figures": (
        on(C, lambda s: [s.cell(r, 11, "排名" if r == 3 else r - 3) for r in range(3, 25)]),
        [(f"{C}!K3", "column-derived")],
    ),
    "last year's figures and a target beside the figures": (
        on(
            P,
            lambda s: [
                s.cell(r, c, name if r == 3 else "100")
                for c, name in ((5, "上年同期"), (6, "年度目标"), (7, "完成率"))
                for r in range(3, 44)
            ],
        ),
        [(f"{P}!{column}3", "column-derived") for column in "EFG"],
    ),
    "growth beside the figures": (
        on(P, lambda s: [s.cell(r, 5, "同比增长(%)" if r == 3 else "3.2") for r in range(3, 44)]),
        [(f"{P}!E3", "column-derived")],
    ),
    "who filled it in, and the telephone": (
        on(P, lambda s: row(s, 44, "填表人：张三", None, "电话", "83131234")),
        [],
    ),
    "a city merged over two rows": (
        on(C, lambda s: s.merge_cells("B4:B5")),
        [(f"{C}!B4", "data-merged")],
    ),
    "an indicator merged over two rows": (
        on(P, lambda s: s.merge_cells("B5:B6")),
        [(f"{P}!B5", "data-merged")],
    ),
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
} | GOES_ON
