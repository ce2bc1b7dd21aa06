"""Tables and lists that a page and the month's documents both show: the columns as they are
printed, without where each number stands."""

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from words.clock import month_words, months_before
from words.columns import at_right, derived, revised, revision_column
from words.names import TABLES
from words.numbers import bounded, change, is_missing, number, percent, shares_note, signed

NO_PROJECTS, NO_CITIES = "本月没有信息化项目表。", "本月没有地市表。"
STAGE_COUNTS = "信息化项目各阶段数量"
NOT_RANKED = "没有上报、不参与排名的市"


def no_report(month: str, known: Iterable[str]) -> str:
    """That nothing is published of a month, and of which there is."""
    return f"没有 {month} 的月报。已入库的月份：{'、'.join(known) or '（还没有）'}。"


def platform_columns(indicators: pd.DataFrame) -> dict[str, list[str]]:
    """累计, 当月, 环比 and 同比 of `queries.overview.platform_table`."""
    rows = [r for _, r in indicators.iterrows()]
    return {
        "累计": at_right(_stated(r, "cumulative") for r in rows),
        "当月": at_right(_stated(r, "monthly") for r in rows),
        "当月指": ["" if is_missing(r["monthly"]) else r["monthly_name"] for r in rows],
        "单位": [r["unit"] for r in rows],
        "环比": at_right(
            change(r["mom"], r["change_unit"]) + derived(r["mom_origin"]) for r in rows
        ),
        "同比": at_right(
            change(r["yoy"], r["change_unit"]) + derived(r["yoy_origin"]) for r in rows
        ),
        **revision_column(indicators["revision"]),
    }


def _stated(row: pd.Series, measure: str) -> str:
    """≥ 2,500 r: a figure as printed, with its marks."""
    value = number(row[measure], row[f"{measure}_decimals"])
    return revised(bounded(value, row[f"{measure}_bound"]), row[f"{measure}_revised"])


def stage_columns(stages: pd.DataFrame) -> dict[str, list[str]]:
    """Number, change and amount of `queries.projects.project_stages`."""
    rows = [r for _, r in stages.iterrows()]
    return {
        "阶段": [r["stage_name"] for r in rows],
        "数量（个）": at_right(number(r["count"], 0) for r in rows),
        "占比": at_right(percent(r["count_share_pct"]) for r in rows),
        "本月变化": at_right(signed(r["count_change"]) for r in rows),
        "批复金额（万元）": at_right(number(r["amount"], 2) for r in rows),
        "金额占比": at_right(percent(r["amount_share_pct"]) for r in rows),
        "平均金额（万元）": at_right(number(r["average_amount"], 2) for r in rows),
    }


def stage_notes(stages: pd.DataFrame) -> list[str]:
    """Which shares do not add up as they are printed."""
    parts = stages[~stages["is_total"]]
    named = {"数量占比": "count_share_pct", "金额占比": "amount_share_pct"}
    return [said for name, of in named.items() if (said := shares_note(name, parts[of]))]


def project_words(total: pd.Series) -> str:
    """How many projects there are, with their numbers in bold."""
    return (
        f"共 **{number(total['count'], 0)}** 个（本月 {signed(total['count_change'])}），"
        f"批复金额 **{number(total['amount'] / 10000, 2)}** 亿元"
    )


def missing_lines(
    missing: pd.DataFrame, months: pd.DataFrame, month: pd.Series, day: dt.date
) -> list[str]:
    """Sentences on what this month does not hold: tables, indicators, cells, and the months it
    would be compared with."""
    lines = []
    for table, rows in missing.groupby("table_name", sort=False):
        absent, expected = rows["absent"].sum(), rows["expected"].sum()
        if table != "platform" and absent == expected:
            lines.append(f"没有“{TABLES[table]}”表")
            continue
        gone = [
            f"{r['platform_name']} {r['absent_indicators']} 项"
            for _, r in rows.iterrows()
            if r["absent_indicators"]
        ]
        blank = [
            f"{r['platform_name']}：{r['blank_labels']}" for _, r in rows.iterrows() if r["blank"]
        ]
        lines += [f"没有公布的平台指标：{'、'.join(gone)}"] if gone else []
        lines += [f"印了指标但数值为空：{'；'.join(blank)}"] if blank else []
    lines += _missing_months(months, day)
    if month["partial"]:
        lines.insert(0, f"{month_words(day)}只有部分数据，来自公开页面，不是完整月报")
    return lines or ["三张表的每一格都有数值。"]


def _missing_months(months: pd.DataFrame, day: dt.date) -> list[str]:
    loaded = {m.date() for m in months["month"]}
    before, year_before = months_before(day, 1), months_before(day, 12)
    lines = []
    if before not in loaded:
        lines.append(
            f"上月（{before:%Y-%m}）的月报未入库：累计类指标的环比按“本月累计 − 当月新增”推算，"
            "均值和比率没有环比"
        )
    if year_before not in loaded:
        lines.append(
            f"去年同月（{year_before:%Y-%m}）的月报未入库：只有能由公开数据或推算得到的指标才有同比"
        )
    return lines
