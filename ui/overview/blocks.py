"""The blocks of 总览 below its first screen: the projects' sentence, leading and lagging cities,
what is missing, the table of all indicators."""

import datetime as dt

import pandas as pd
import streamlit as st

from ui.legend import REVISION_HELP, revised, revision_column
from ui.overview.cards import derived
from ui.plain_text import plain
from ui.tables import at_right, show_lines, show_table
from words.clock import month_words, months_before
from words.names import TABLES
from words.numbers import amount, change, is_missing, number, signed


def project_sentence(stages: pd.DataFrame) -> bool:
    """The total in one sentence; False, with a sentence, where the month has no projects."""
    if stages.empty:
        st.caption("本月没有信息化项目表。")
        return False
    total = stages[stages["is_total"]].iloc[0]
    st.markdown(
        (
            f"共 **{number(total['count'], 0)}** 个（本月 {signed(total['count_change'])}），"
            f"批复金额 **{number(total['amount'] / 10000, 2)}** 亿元"
        ),
        help=f"出处：{plain(total['source'])}",
    )
    return True


def leaders_table(leaders: pd.DataFrame) -> None:
    """One row per city indicator: the first three and the last three ranks."""
    if leaders.empty:
        st.caption("本月没有地市表。")
        return
    show_lines(
        {
            "指标": [
                f"{r['platform_name']} {r['indicator_name']}"
                + (f"（缺{r['unreported']}）" if r["unreported"] else "")
                for _, r in leaders.iterrows()
            ],
            "领先": [_cities(r["head"], r["head_values"], r) for _, r in leaders.iterrows()],
            "落后": [_cities(r["tail"], r["tail_values"], r) for _, r in leaders.iterrows()],
        },
        alt="各项地市指标的前三位和后三位",
    )
    st.caption("全部地市的位次和每个数值的出处见“地市排名”。")


def _cities(names, values, row: pd.Series) -> str:
    if len(names) > 4:  # a tie wider than the table
        return f"{len(names)} 市并列 {amount(values[0], row['unit'], row['decimals'])}"
    percent = "%" if row["unit"] == "%" else ""
    return "　".join(
        f"{name} {number(value, row['decimals'])}{percent}"
        for name, value in zip(names, values, strict=True)
    )


def missing_list(
    missing: pd.DataFrame, months: pd.DataFrame, month: pd.Series, day: dt.date
) -> None:
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
            f"{r['platform_name']}：{plain(r['blank_labels'])}"
            for _, r in rows.iterrows()
            if r["blank"]
        ]
        lines += [f"没有公布的平台指标：{'、'.join(gone)}"] if gone else []
        lines += [f"印了指标但数值为空：{'；'.join(blank)}"] if blank else []
    lines += _missing_months(months, day)
    if month["partial"]:
        lines.insert(0, f"{month_words(day)}只有部分数据，来自公开页面，不是完整月报")
    st.markdown("\n".join(f"- {line}" for line in lines) if lines else "三张表的每一格都有数值。")


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


def indicator_table(indicators: pd.DataFrame) -> None:
    """All platform indicators of the month, in report order."""
    rows = [r for _, r in indicators.iterrows()]
    show_table(
        {
            "指标": [f"{r['platform_name']} {r['indicator_name']}" for r in rows],
            "累计": at_right(
                revised(number(r["cumulative"], r["cumulative_decimals"]), r["cumulative_revised"])
                for r in rows
            ),
            "当月": at_right(
                revised(number(r["monthly"], r["monthly_decimals"]), r["monthly_revised"])
                for r in rows
            ),
            "当月指": ["" if is_missing(r["monthly"]) else r["monthly_name"] for r in rows],
            "单位": [r["unit"] for r in rows],
            "环比": at_right(
                change(r["mom"], r["change_unit"]) + derived(r["mom_origin"]) for r in rows
            ),
            "同比": at_right(
                change(r["yoy"], r["change_unit"]) + derived(r["yoy_origin"]) for r in rows
            ),
            **revision_column(indicators["revision"]),
            "出处": [r["source"] for r in rows],
        },
        alt="全部平台指标",
        rows_in_sight=12,
        help={"修订": REVISION_HELP},
    )
