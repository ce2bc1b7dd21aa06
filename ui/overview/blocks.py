"""The blocks of 总览 below its first screen: the projects' sentence, leading and lagging cities,
what is missing, the table of all indicators."""

import datetime as dt
from collections.abc import Callable
from html import escape

import pandas as pd
import streamlit as st

from catalog import catalog
from charts.stage_rows import stage_rows
from paper.tables import missing_lines, platform_columns, project_words
from ui import on_screen
from ui.html_parts import address, lines_table, link
from ui.plain_text import plain
from ui.tables import show_table
from words.columns import at_right
from words.numbers import amount, number, percent

_FIRST_AND_LAST = '<small class="on-phone">手机上只列首位和末位；点指标看 21 市的位次。</small>'


def project_sentence(stages: pd.DataFrame) -> bool:
    """The total in one sentence; False, with a sentence, where the month has no projects."""
    if stages.empty:
        st.caption("本月没有信息化项目表。")
        return False
    total = stages[stages["is_total"]].iloc[0]
    st.markdown(project_words(total), help=f"出处：{plain(total['source'])}")
    return True


def stage_bars(parts: pd.DataFrame) -> None:
    """Stages as bars; 导出本页 writes their numbers."""
    numbers = {
        "阶段": parts["stage_name"].tolist(),
        "数量（个）": at_right(number(c, 0) for c in parts["count"]),
        "占比": at_right(percent(s) for s in parts["count_share_pct"]),
    }
    on_screen.note_table("信息化项目各阶段数量", numbers)
    st.html(stage_rows(parts))


def leaders_table(leaders: pd.DataFrame, month: str) -> None:
    """One row per city indicator: the first three and the last three ranks. An indicator leads to
    its ranking, a city to its profile."""
    if leaders.empty:
        st.caption("本月没有地市表。")
        return
    rows = [r for _, r in leaders.iterrows()]
    codes = {c.name: c.code for c in catalog().cities}
    alt = "各项地市指标的前三位和后三位"

    def table(leading: Callable[..., str]) -> dict[str, list]:
        return {
            "指标": [
                leading(
                    f"{r['platform_name']} {r['indicator_name']}",
                    address("cities", indicator=r["indicator_code"], month=month),
                )
                + ("" if r["unit"] == "%" else f"（{r['unit']}）")
                + (f"（缺{r['unreported']}）" if r["unreported"] else "")
                for r in rows
            ],
            "领先": [_cities(r, "head", named(leading)) for r in rows],
            "落后": [_cities(r, "tail", named(leading)) for r in rows],
        }

    def named(leading: Callable[..., str]) -> Callable[[str, str], str]:
        def city(name: str, said: str) -> str:
            return leading(name, address("city", city=codes[name], month=month), said)

        return city

    on_screen.note_table(alt, table(_unlinked))
    st.html(lines_table(table(_linked), alt) + _FIRST_AND_LAST)


def _unlinked(text: str, _to: str, said: str = "") -> str:
    return text + said


def _linked(text: str, to: str, said: str = "") -> str:
    """A link, and what is said of it kept beside it."""
    return f"<span>{link(to, text)}{escape(said)}</span>" if said else link(to, text)


def _cities(row: pd.Series, end: str, named: Callable[[str, str], str]) -> str:
    names, values = row[end], row[f"{end}_values"]
    if len(names) > 4:  # a tie wider than the table
        return f"{len(names)} 市并列 {amount(values[0], row['unit'], row['decimals'])}"
    sign = "%" if row["unit"] == "%" else ""
    apart = ["　"] * (len(names) - 1) + [""]  # of the city before it: a phone has the first alone
    return "".join(
        named(name, f" {number(value, row['decimals'])}{sign}{space}")
        for name, value, space in zip(names, values, apart, strict=True)
    )


def missing_list(
    missing: pd.DataFrame, months: pd.DataFrame, month: pd.Series, day: dt.date
) -> None:
    """Sentences on what this month does not hold: tables, indicators, cells, and the months it
    would be compared with."""
    lines = missing_lines(missing, months, month, day, plain)
    st.markdown("\n".join(f"- {line}" for line in lines))


def indicator_table(indicators: pd.DataFrame) -> None:
    """All platform indicators of the month, in report order."""
    names = [f"{r['platform_name']} {r['indicator_name']}" for _, r in indicators.iterrows()]
    show_table(
        {"指标": names, **platform_columns(indicators), "出处": indicators["source"].tolist()},
        alt="全部平台指标",
        rows_in_sight=12,
    )
