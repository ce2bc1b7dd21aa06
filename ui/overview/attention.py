"""需要关注: what got worse, what is late, what does not agree, what is not there, each a link."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from paper.target_words import completed
from ui.page import page_button
from ui.plain_text import plain, unbroken
from words.numbers import change

_SHOWN = 3  # of a kind by name, the rest behind one link: a line of a desktop
_WORDS = {
    "worse": ":red-badge[变差]",
    "behind": ":red-badge[✕ 目标滞后]",
    "at_risk": ":orange-badge[⚠ 目标预警]",
    "failed": ":orange-badge[核对不符]",
    "newer": ":blue-badge[更新的月份]",
    "absent": ":gray-badge[未入库]",
    "noted": ":gray-badge[注]",
}


def show(matters: pd.DataFrame, month: str) -> None:
    """`queries.overview.attention`, a line a kind."""
    if matters.empty:
        st.markdown(":green-badge[✓] 没有变差的指标、滞后的目标、不符的核对和缺月。")
    for kind, rows in matters.groupby("kind", sort=False):
        with st.container(
            horizontal=True, gap="small", vertical_alignment="center", key=f"attention_{kind}"
        ):  # the words stand in a column of their own (shell.css)
            st.markdown(_WORDS[kind], width="content")
            _LINES[kind](rows, month)


def _indicators(rows: pd.DataFrame, month: str) -> None:
    for row in rows.head(_SHOWN).itertuples():
        label = f":blue[{plain(row.name)}] {unbroken(change(row.value, row.unit))}"
        page_button("trends", label, indicators=row.code, measure=row.measure)
    if len(rows) > _SHOWN:
        page_button("trends", f":blue[等 {len(rows)} 项]", indicators=list(rows["code"].head(8)))


def _targets(rows: pd.DataFrame, month: str) -> None:
    status = rows["kind"].iloc[0]
    for row in rows.head(_SHOWN).itertuples():
        label = f":blue[{plain(row.name)}]（{completed(row.value, row.bound)}）"
        page_button("targets", label, month=month, status=status)
    if len(rows) > _SHOWN:
        page_button("targets", f":blue[等 {len(rows)} 项]", month=month, status=status)


def _checks(rows: pd.DataFrame, month: str) -> None:
    for name in rows["name"].head(_SHOWN):
        page_button("quality", f":blue[{plain(name)}]", month=month)
    if len(rows) > _SHOWN:
        page_button("quality", f":blue[等 {len(rows)} 项]", month=month)


def _months(rows: pd.DataFrame, month: str) -> None:
    first, last = rows["name"].iloc[0], rows["name"].iloc[-1]
    label = first if first == last else f"{first} 至 {last}，共 {len(rows)} 个月"
    page_button("quality", f":blue[{label}]", month=month)


def _newer(rows: pd.DataFrame, month: str) -> None:
    for name in rows["name"]:
        page_button("overview", f":blue[{name}]（部分数据，来自公开页面）", month=name)


def _notes(rows: pd.DataFrame, month: str) -> None:
    with st.container(gap=None):
        for row in rows.itertuples():
            page_button(
                "trends", f":blue[{plain(row.name)}]：{plain(row.unit)}", indicators=row.code
            )


_LINES: dict[str, Callable[[pd.DataFrame, str], None]] = {
    "worse": _indicators,
    "behind": _targets,
    "at_risk": _targets,
    "failed": _checks,
    "newer": _newer,
    "absent": _months,
    "noted": _notes,
}
