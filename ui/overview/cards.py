"""Six platform cards: name, level, what changed, what grew month by month, the second headline."""

import pandas as pd
import streamlit as st

from paper.cards import changes, name, picture, value
from ui import change_colour
from ui.page import page_button
from ui.plain_text import plain, unbroken
from words.numbers import is_missing

_APART = "\u2002"  # narrower than a Chinese space: three changes stand in one line


def platform_card(rows: pd.DataFrame, history: pd.DataFrame, month: pd.Timestamp) -> None:
    """One platform of `queries.overview.headlines`, at most 150 pixels high on a desktop."""
    first, *others = [row for _, row in rows.iterrows()]
    key = f"card_{first['indicator_code']}"
    with st.container(border=True, height="stretch", gap=None, key=key):
        page_button(
            "trends",
            f":blue[**{first['platform_name']}** · {name(first)}]",
            indicators=first["indicator_code"],
            measure=first["measure"] if first["measure"] == "monthly" else "cumulative",
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.metric(
                f"**{first['platform_name']}** · {name(first)}",
                value(first),
                label_visibility="collapsed",
                help=_where(first),
            )
            if drawn := picture(first, history, month):
                st.image(drawn[0], width="content", alt=drawn[1])
        if said := _changes(first, "mom", "yoy", "new"):
            st.markdown(f":small[{said}]")
        for row in others:
            st.markdown(
                f":small[{name(row)} **{unbroken(value(row))}**{_APART}{_changes(row, 'mom')}]"
            )


def _changes(row: pd.Series, *parts: str) -> str:
    """环比, 同比 and this month's 新增 in one line; a number keeps its unit beside it."""
    if is_missing(row["value"]):
        return "本月未公布"
    said = (
        f"{word} {text if size is None else f':{change_colour.colour(size)}[{text}]'}"
        for word, text, size in changes(row, *parts)
    )
    return _APART.join(map(unbroken, said))


def _where(row: pd.Series) -> str:
    text = plain(row["definition"])
    if is_missing(row["source"]):
        return text
    note = "\n\n环比按上月推算值（本月累计 − 当月新增）计算。" * (row["mom_origin"] == "derived")
    changed = "" if is_missing(row["revision"]) else f"\n\n修订：{plain(row['revision'])}"
    return f"{text}\n\n出处：{plain(row['source'])}{changed}{note}"
