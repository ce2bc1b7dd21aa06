"""封账 on 记录: which months are closed, closing one and opening it again."""

import datetime as dt

import pandas as pd
import streamlit as st

from ui.outcome import NO_RIGHT, say_done, say_overtaken, say_refused
from ui.tables import show_table
from ui.upload.blocks import ask_name
from words.clock import beijing, first_day

HELP = (
    "封账后，该月的入库、撤回和更正须由管理员写明理由；注记只说明、不改数，不受影响。"
    "封账由复核人办理，解封由管理员写明原因。"
)


def sealed_at(seals: pd.DataFrame, month: dt.date | None) -> dict | None:
    """Who sealed this month, where it is; of public figures (None) the newest seal of any, since
    they speak of all months."""
    holds = seals[seals["holds"]]
    found = holds if month is None else holds[holds["month"] == pd.Timestamp(month)]
    return None if found.empty else found.iloc[0].to_dict()


def seal_table(seals: pd.DataFrame) -> None:
    if seals.empty:
        st.caption("还没有封账的月份。")
        return
    rows = [r for _, r in seals.iterrows()]
    show_table(
        {
            "月份": [r["month_text"] for r in rows],
            "办理": [r["act"] + ("（有效）" if r["holds"] else "") for r in rows],
            "操作人": [r["author"] for r in rows],
            "时间": [beijing(r["written_at"]) for r in rows],
            "原因": [r["reason"] or "—" for r in rows],
        },
        alt="封账",
        rows_in_sight=8,
    )


def ask_seal(person, loads: pd.DataFrame, shortest: int) -> tuple[dt.date, bool, str, str] | None:
    """(month, sealed, reason, name) in the run of the click, else None."""
    if not person.may("seal"):
        return None
    months = loads[loads["live"] & loads["month"].notna()]["month_text"].unique().tolist()
    with (
        st.expander("封账或解封", icon=":material/lock:"),
        st.form("seal", border=False, enter_to_submit=False),
    ):
        month = st.selectbox("封账的月份", months, key="seal_month")
        reason = st.text_input(
            "原因", max_chars=200, key="seal_reason", placeholder="解封须写，不少于 6 个字"
        ).strip()
        name = ask_name(person, "sealer")
        with st.container(horizontal=True):
            close = st.form_submit_button("封账", icon=":material/lock:")
            opened = person.may("change_sealed") and st.form_submit_button(
                "解封", icon=":material/lock_open:"
            )
    if not (close or opened):
        return None
    if not month or not name or (opened and len(reason) < shortest):
        st.warning(f"请填写操作人；解封须写明原因（不少于 {shortest} 个字）。")
        return None
    return first_day(month), bool(close), reason, name


def say_done_seal(month: dt.date, closed: bool, outcome) -> None:
    if outcome.kind == "refused":
        say_refused(outcome, NO_RIGHT)
    elif outcome.kind == "gone":
        say_overtaken(f"{month:%Y-%m} 已经是这样，没有改动。")
    else:
        say_done(outcome, f"{month:%Y-%m} 已{'封账' if closed else '解封'}。")
