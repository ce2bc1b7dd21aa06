"""Figures, columns, titles and covers as people word them: name → how the official month is
changed, what is said of it."""

import datetime as dt

from tests import workbook_edits as edit
from tests.cases import COVER, C, J, P
from tests.workbook_edits import after, built_in_format, on, put, runs


def beside(title, header, value=5):
    """One more column at the right."""

    def change(sheet):
        column, top = sheet.max_column + 1, 2 if title == J else 3
        for r in range(top, sheet.max_row + 1):
            sheet.cell(r, column).value = header if r == top else value

    return on(title, change)


def platform_behind(sheet):
    """注册用户数(万)（粤省事)."""
    edit.unmerged(sheet)
    platform = ""
    for c in range(3, 11):
        platform = sheet.cell(2, c).value or platform
        sheet.cell(3, c).value = f"{sheet.cell(3, c).value}（{platform}）"
        sheet.cell(2, c).value = None


def without_headers(sheet):
    edit.unmerged(sheet)
    for r in (2, 3):
        for c in range(3, 11):
            sheet.cell(r, c).value = None


def cover_across(sheet):
    """Labels in one row, what they say in the next."""
    said = [(sheet.cell(r, 1).value, sheet.cell(r, 2).value) for r in range(2, 9)]
    sheet.delete_rows(2, 7)
    for c, (label, text) in enumerate(said, 1):
        sheet.cell(2, c).value, sheet.cell(3, c).value = label, text


def spread(*texts):
    """The cover's month over some cells."""
    return on(COVER, lambda s: [s.cell(2, c, text) for c, text in enumerate(texts, 2)])


def a_column_between(sheet):
    edit.unmerged(sheet)
    sheet.insert_cols(2)


def dated(place, day, number_format):
    """2022年8月 typed into a Chinese Excel is kept as a date."""
    return put(place, dt.datetime.fromisoformat(day), number_format)


def over(title, change):
    """A row of its own between title and header."""
    return after(on(title, lambda s: (edit.unmerged(s), s.insert_rows(2))), change)


def numbered(title, column, form):
    def change(sheet):
        for r in range(4, sheet.max_row + 1):
            sheet.cell(r, column).value = form.format(r - 3, sheet.cell(r, column).value)

    return on(title, change)


def another_sheet(title):
    """Some cities' users of another time."""

    def change(sheet):
        other = sheet.parent.create_sheet(title)
        other.append(("地市", "注册用户数(万)"))
        for r in range(4, 12):
            other.append((sheet.cell(r, 2).value, 100 + r))

    return on(C, change)


MONTH = 'yyyy"年"m"月"'
SIMULATED = put(f"{COVER}!B8", "模拟数据")
REFUSED = [("!", "file-simulated")]
FIGURES = {
    **{
        f"{said} is 4221.5": (put(f"{C}!D4", said), [])
        for said in ("4221。5", "4221.5（万）", "4221.5(万人)", "4221﹒5", "+4221.5")
    },
    **{f"{said} is -2": (put(f"{J}!D4", said), []) for said in ("﹣2", "‐2", "‑2", "－2")},
    "57.78 with a small percent sign": (put(f"{C}!G4", "57.78﹪"), []),
    "57.78（%）": (put(f"{C}!G4", "57.78（%）"), []),
    "another unit in brackets": (put(f"{C}!D4", "4221.5（人）"), [(f"{C}!D4", "type-error")]),
    "white behind black in one cell": (
        runs(f"{C}!D4", ("1", {"color": "FFFFFFFF"}), ("4221.5", {})),
        [(f"{C}!D4", "number-marked")],
    ),
    "letters of one point behind others": (
        runs(f"{C}!D4", ("4221.5", {"sz": 11}), ("1", {"sz": 1})),
        [(f"{C}!D4", "number-marked")],
    ),
    "white, all of it": (
        runs(f"{C}!D4", ("4221", {"color": "FFFFFFFF"}), (".5", {"color": "FFFFFFFF"})),
        [],
    ),
    "a name in two colours on dark ground": (
        runs(f"{C}!D3", ("注册用户数", {"color": "FFFFFFFF"}), ("（万）", {"color": "FFFFFF00"})),
        [],
    ),
    "a raised sign in the text": (put(f"{C}!D4", "4221.5¹"), [(f"{C}!D4", "number-marked")]),
    "a number in brackets behind": (put(f"{C}!D4", "4221.5 (1)"), [(f"{C}!D4", "number-marked")]),
}
COLUMNS = {
    **{
        f"{header}: passed over": (beside(C, header), [])
        for header in ("行政区划代码", "联系电话", "序", "责任处室", "填报时间")
    },
    **{
        f"{header}: no figure of the month": (beside(C, header), [(f"{C}!K3", "column-derived")])
        for header in (
            *("增长(%)", "人均", "每万人用户数", "得分", "排位", "常住人口(万)", "上期数", "增减"),
            *("2021年8月", "7月注册用户数(万)"),
        )
    },
    **{
        f"{header}: no figure of a platform's month": (
            beside(P, header),
            [(f"{P}!E3", "column-derived")],
        )
        for header in ("本年新增", "1-8月累计", "2022年7月")
    },
    "8月: which one": (beside(C, "8月"), [(f"{C}!K3", "column-unknown")]),
    "another month in place of one": (
        put(f"{C}!D3", "7月注册用户数(万)"),
        [(f"{C}!D3", "column-unknown")],
    ),
    "环比变化": (put(f"{J}!D2", "环比变化(个)"), []),
    "a unit in a second line": (put(f"{J}!E2", "项目批复金额\n万元"), []),
    "a platform behind each name": (on(C, platform_behind), []),
    "no names at all": (
        on(C, without_headers),
        [(f"{C}!A1", "sheet-ignored"), (f"{C}!B7", "table-nameless")],
    ),
}
TITLES = {
    **{
        f"{title} is another month's": (put(f"{C}!A1", title), [(f"{C}!A1", "month-mixed")])
        for title in (
            *("7月推广应用情况表", "粤系列平台七月推广应用情况", "2022年1-7月推广应用情况"),
            "全省7月份推广应用情况通报（第8期）",
        )
    },
    **{
        f"{title} is this month's": (put(f"{C}!A1", title), [])
        for title in (
            *("8月推广应用情况表", "8月推广情况（较7月增长）", "2022年7月至8月情况"),
            "自7月起新口径情况",
        )
    },
}
DATES = {
    "a header typed as 2022年8月": (dated(f"{P}!D3", "2022-08-01", MONTH), []),
    "a header typed as 8月": (dated(f"{P}!D3", "2022-08-01", 'm"月"'), []),
    "a header by Chinese Excel's own format": (built_in_format(f"{P}!D3", 44774, 57), []),
    "a header of another month, as a date": (
        dated(f"{P}!D3", "2022-07-01", MONTH),
        [(f"{P}!D3", "month-mixed")],
    ),
    "a title of another month, as a date": (
        over(C, dated(f"{C}!A2", "2022-07-01", MONTH)),
        [(f"{C}!A2", "month-mixed")],
    ),
    "a title of this month, as a date": (over(C, dated(f"{C}!A2", "2022-08-31", MONTH)), []),
    "the day it was made": (over(C, dated(f"{C}!A2", "2022-09-05", "yyyy-mm-dd")), []),
    "a day of issue that shows its month": (dated(f"{COVER}!B4", "2022-09-13", MONTH), []),
    "2022年8月（新增）": (put(f"{P}!D3", "2022年8月（新增）"), []),
    "2022年7月（新增）": (put(f"{P}!D3", "2022年7月（新增）"), [(f"{P}!D3", "month-mixed")]),
    "what else is said in the line": (
        over(C, put(f"{C}!A2", "填报单位：省政数局    数据截止：2022年7月31日   单位：万人")),
        [(f"{C}!A2", "month-as-of")],
    ),
}
ROWS = {
    "numbers before names": (numbered(P, 2, "{}　{}"), []),
    "numbers before cities": (numbered(C, 2, "{} {}"), []),
    **{
        f"a sheet {title}": (another_sheet(title), [(f"{title}!A1", "table-other-month")])
        for title in ("2021年同期", "上月", "去年")
    },
    "a sheet of no month": (another_sheet("核对"), [("核对!A1", "table-duplicated")]),
}
COVERS = {
    "a month over two cells": (spread("2022年", "8月"), []),
    "a month over four cells": (spread(2022, "年", 8, "月"), []),
    "a month and a remark": (spread("2022年8月", "月报"), []),
    "a cover across": (on(COVER, cover_across), []),
    "simulated, and a cover across": (after(SIMULATED, on(COVER, cover_across)), REFUSED),
    "simulated, behind an empty column": (after(SIMULATED, on(COVER, a_column_between)), REFUSED),
    "who filled in below an empty field": (
        after(put(f"{COVER}!B8", None), put(f"{COVER}!A9", "填表人：张三")),
        [],
    ),
}
WORDS = FIGURES | COLUMNS | TITLES | COVERS | DATES | ROWS
