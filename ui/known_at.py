"""As known at: every page can be seen as it was after an earlier load. The choice is in the URL."""

import pandas as pd
import streamlit as st

from catalog.labels import known_label
from ui.pickers import pick_one
from warehouse import queries
from warehouse.reader import look_back_to
from words.clock import beijing

_LATEST = "latest"


def pick(where, always_latest: bool = False) -> None:
    """Ask which state to look at, set it for this script run, and say so if it is not the latest.

    Who changes data sees it as it is.
    """
    look_back_to(None)
    loads = queries.common.loads()
    if always_latest or len(loads) < 2:
        return
    numbers = loads["load_id"].tolist()
    options = {_LATEST: "最新"} | {str(n): known_label(n) for n in numbers}
    chosen = pick_one(
        "数据时点",
        options,
        "known",
        _LATEST,
        where,
        help="选一次入库，所有页面就按那次入库之后、下一次入库之前的数据显示。",
    )
    if chosen != _LATEST:
        look_back_to(int(chosen))
    if chosen not in (_LATEST, str(max(numbers))):
        _say(loads[loads["load_id"] == int(chosen)].iloc[0])


def _say(load: pd.Series) -> None:
    st.warning(
        f"正在看第 {load['load_id']} 次入库后的数据（{beijing(load['loaded_at'])}），不是最新。",
        icon=":material/history:",
    )
