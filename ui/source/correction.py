"""更正 on 数值出处: one figure corrected without sending its workbook again."""

import pandas as pd
import streamlit as st

from ui.plain_text import plain
from ui.upload import blocks, verdict
from warehouse.reader import time_looked_at

HELP = (
    "改的是现行工作簿里的这一格：其余不动，改过的格着色；核对规则、复核和封账与上传时一样，"
    "原来的工作簿照旧保存。"
)


def may_correct(person, figure: pd.Series) -> bool:
    """By whom may upload, as the data are now, and no result of ours."""
    now = time_looked_at() is None
    return now and person.may("upload") and figure["origin"] != "derived"


def ask(figure: pd.Series, shortest: int, longest: int) -> tuple[str, str] | None:
    """(value as it would be printed, reason) in the run of the click, else None."""
    place = f"{figure['load_id']} {figure['source']}"
    with st.form(f"correct-{place}", border=False):
        left, right = st.columns([1, 3])
        printed = left.text_input(
            "更正为",
            value=figure["token"],
            max_chars=longest,
            key=f"printed-{place}",
            help="按月报印的样子写，留空就是空格",
        ).strip()
        reason = right.text_input(
            "更正原因",
            max_chars=200,
            key=f"why-{place}",
            placeholder=f"不少于 {shortest} 个字，随数据永久保存",
        ).strip()
        clicked = st.form_submit_button("核对更正", icon=":material/rule:")
    if clicked and len(reason) < shortest:
        st.warning(f"请写明更正原因（不少于 {shortest} 个字）。")
        return None
    return (printed, reason) if clicked else None


def remember(checked, given: dict, memory: dict) -> None:
    """The reasons of the load before stand for the same places."""
    memory |= {(checked.month, *place): text for place, text in given.items()}


def found(checked, memory: dict, unexplained: list) -> None:
    """What the check found and what would change."""
    verdict.verdict(checked, len(unexplained))
    verdict.problems(checked, memory)
    if checked.difference.counts and not checked.blocked:
        blocks.change_table(checked.difference)


def say_impossible(fault) -> None:
    st.error(plain(fault.message), icon=":material/block:")


def say_outcome(outcome, checked) -> None:
    if outcome.kind == "overtaken":  # the figure above is the new one already
        blocks.say_moved(outcome)
    else:
        blocks.say_outcome(outcome, checked)
