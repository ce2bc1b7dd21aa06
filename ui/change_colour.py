"""Which colour means up.

红涨绿跌 is the custom; a reader may turn it round, and the choice is in the URL.
"""

from typing import Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.pickers import pick_segment
from words.numbers import is_missing, rounded

_OPTIONS = {"red": "红涨绿跌", "green": "绿涨红跌"}


def pick(where) -> None:
    pick_segment("涨跌颜色", _OPTIONS, "rising", "red", where)


def rising() -> str:
    """The colour of what goes up, as chosen: red or green; outside a session nobody has chosen."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return "red"
    return "green" if st.session_state.get("rising") == "green" else "red"


def colour(value: float | None) -> Literal["red", "green", "gray"]:
    """Streamlit's colour name for a change: red, green, or gray where there is none."""
    if value is None or is_missing(value) or rounded(value, 2) == 0:
        return "gray"
    return "red" if (value > 0) == (rising() == "red") else "green"
