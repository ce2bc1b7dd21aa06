"""Six platform cards: name, level, what changed, what grew month by month, the second headline."""

import pandas as pd
import streamlit as st

from charts.small_columns import small_columns
from charts.sparkline import small_line
from ui import change_colour
from ui.page import page_button
from ui.plain_text import plain
from words.columns import derived, revised
from words.numbers import amount, bounded, change, is_missing

FEWEST = 3  # months that make a picture; fewer are a sentence


def platform_card(rows: pd.DataFrame, history: pd.DataFrame, month: pd.Timestamp) -> None:
    """One platform of `queries.overview.headlines`, at most 150 pixels high on a desktop."""
    first, *others = [row for _, row in rows.iterrows()]
    with st.container(border=True, height="stretch", gap=None):
        page_button(
            "trends",
            f":blue[**{first['platform_name']}** · {_name(first)}]",
            indicators=first["indicator_code"],
            measure=first["measure"] if first["measure"] == "monthly" else "cumulative",
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            shown = _value(first)
            st.metric(
                f"**{first['platform_name']}** · {_name(first)}",
                revised(shown, first["revision"]),
                label_visibility="collapsed",
                help=_where(first),
            )
            _picture(first, history, month)
        st.markdown(_changes(first, ("mom", "yoy", "new")))
        for row in others:
            shown = revised(_value(row), row["revision"])
            st.markdown(f":small[{_name(row)} **{shown}**　{_changes(row, ('mom',), bare=True)}]")


def _picture(row: pd.Series, history: pd.DataFrame, month: pd.Timestamp) -> None:
    """A stock's growth as columns, any other level as a line."""
    mine = history[history["indicator_code"] == row["indicator_code"]]  # first: the fewest rows
    mine = mine[mine["month"] > month - pd.DateOffset(months=24)]  # what a picture shows
    grown = mine[mine["measure"] == "monthly"]
    level = mine[mine["measure"] == row["measure"]]
    if row["kind"] == "stock" and len(grown) >= FEWEST:
        st.image(
            small_columns(grown[["month", "value"]], month),
            width="content",
            alt=f"{_name(row)}截至 {month:%Y-%m} 的逐月新增，{len(grown)} 个月",
        )
    elif row["kind"] != "stock" and len(level) >= FEWEST:
        st.image(
            small_line(level[["month", "value"]], month),
            width="content",
            alt=f"{_name(row)}截至 {month:%Y-%m} 的历史，{len(level)} 个月",
        )


def _name(row: pd.Series) -> str:
    monthly = f"（{row['measure_name']}）" if row["measure"] == "monthly" else ""
    return row["indicator_name"] + monthly


def _value(row: pd.Series) -> str:
    return bounded(amount(row["value"], row["unit"], row["decimals"]), row["bound"])


def _changes(row: pd.Series, parts: tuple[str, ...], bare: bool = False) -> str:
    """环比, 同比 and this month's 新增 in one small line; what is not known is not said."""
    if is_missing(row["value"]):
        return "本月未公布" if bare else ":small[本月未公布]"
    said = []
    for name, word in (("mom", "环比"), ("yoy", "同比")):
        if name in parts and not is_missing(row[name]):
            colour = change_colour.colour(row[name])
            moved = change(row[name], row["change_unit"])
            said.append(f"{word} :{colour}[{moved}]{derived(row[f'{name}_origin'])}")
    if "new" in parts and not is_missing(row["monthly_value"]):
        grown = amount(row["monthly_value"], row["unit"], row["monthly_decimals"])
        said.append(f"{row['monthly_name']} {grown}")
    text = "　".join(said)
    return text if bare or not text else f":small[{text}]"


def _where(row: pd.Series) -> str:
    text = plain(row["definition"])
    if is_missing(row["source"]):
        return text
    note = "\n\n环比按上月推算值（本月累计 − 当月新增）计算。" * (row["mom_origin"] == "derived")
    changed = "" if is_missing(row["revision"]) else f"\n\n修订：{plain(row['revision'])}"
    return f"{text}\n\n出处：{plain(row['source'])}{changed}{note}"
