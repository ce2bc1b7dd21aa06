"""What the pages say in the same way of a change that was asked for."""

import streamlit as st

from ui.plain_text import plain
from words.clock import beijing

NO_RIGHT = "您没有这项权限，没有改动。"


def say_refused(outcome, sentence: str) -> None:
    st.error(f"{sentence}编号 {outcome.reference}", icon=":material/lock:")


def say_overtaken(sentence: str) -> None:
    st.error(sentence, icon=":material/sync_problem:")


def say_done(outcome, sentence: str) -> None:
    """Done is done, also where the trail could not be written to its end."""
    st.success(sentence, icon=":material/check_circle:")
    if not outcome.recorded:
        st.warning(
            f"审计记录暂时没有写完，恢复后自动补记。编号 {outcome.reference}",
            icon=":material/history_edu:",
        )


def say_sealed(outcome) -> None:
    say_overtaken(
        f"{outcome.month:%Y-%m} 已由 {plain(outcome.who)} 于 {beijing(outcome.when)} 封账，"
        "没有改动；更改须由管理员写明理由。"
    )
