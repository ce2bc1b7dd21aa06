"""Which colour means up.

红涨绿跌 is the custom; a reader may turn it round, and the choice is in the URL.
"""

import streamlit as st

from words.numbers import is_missing

_OPTIONS = {"red": "红涨绿跌", "green": "绿涨红跌"}


def pick(where) -> None:
    where.segmented_control(
        "涨跌颜色",
        list(_OPTIONS),
        format_func=_OPTIONS.get,
        default="red",
        required=True,
        key="rising",
        bind="query-params",
    )


def colour(value) -> str:
    """Streamlit's colour name for a change: red, green, or gray where there is none."""
    if is_missing(value) or round(float(value), 2) == 0:
        return "gray"
    rising = st.session_state.get("rising") or "red"
    falling = "green" if rising == "red" else "red"
    return rising if value > 0 else falling
