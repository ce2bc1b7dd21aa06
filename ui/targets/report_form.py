"""Reporting progress on a clause, reviewing and returning reports: only for who may."""

import datetime as dt
import re
from decimal import Decimal

import pandas as pd
import streamlit as st

from catalog import catalog
from ui.outcome import NO_RIGHT, say_done, say_overtaken, say_refused
from words.clock import beijing_today
from words.names import STATES

_NO_TARGET = "（整条，不填数值）"


def ask_report(
    person, names: dict[str, str], placed: pd.DataFrame, shortest: int, longest: int
) -> tuple[dict, str] | None:
    """(what is reported, signature) in the run of the click, else None. `names`: clause code →
    label; `placed`: clause_code and target_code."""
    if not names or not person.may("report"):
        return None
    with st.expander("填报进展", icon=":material/edit_note:"):
        clause = st.selectbox(
            "条目",
            list(names),
            format_func=names.__getitem__,
            key="report_clause",
            filter_mode="contains",
        )
        known = _targets_of(placed[placed["clause_code"] == clause])
        with st.form("report", border=False):
            with st.grid(3, min_column_width=200):
                as_of = st.date_input("截至日期", max_value=beijing_today(), key="report_as_of")
                state = st.selectbox(
                    "情况", list(STATES), format_func=STATES.__getitem__, key="report_state"
                )
                target = st.selectbox(
                    "数字目标", ["", *known], format_func={"": _NO_TARGET, **known}.__getitem__
                )
            asked = "选了数字目标才填"
            value = st.text_input("数值", key="report_value", placeholder=asked).strip()
            words = st.text_area("进展", max_chars=longest, key="report_words").strip()
            evidence = st.text_input("佐证文件或网址", max_chars=200, key="report_evidence").strip()
            author = _signature(person, "填报人", "report_author")
            clicked = st.form_submit_button("提交填报", icon=":material/send:")
    if not clicked:
        return None
    number = _number(value)
    said = {"clause_code": clause, "as_of": as_of, "state": state, "words": words}
    said |= {"evidence": evidence, "target_code": target, "value": number}
    return (said, author) if _is_complete(said, author, shortest) else None


def _is_complete(said: dict, author: str, shortest: int) -> bool:
    """A warning where it is not."""
    valued = bool(said["target_code"]) == (said["value"] is not None)
    lacking = len(said["words"]) < shortest or not author or not valued
    as_of, plan_year = said["as_of"], int(said["clause_code"][:4])
    early = not isinstance(as_of, dt.date) or as_of.year < plan_year
    if lacking or early:
        st.warning(
            f"请写明填报人和进展（不少于 {shortest} 个字）；选了数字目标须填数值，没选则不填。"
            if lacking
            else "截至日期不能早于计划年度。"
        )
    return not (lacking or early)


def _targets_of(placed: pd.DataFrame) -> dict[str, str]:
    """Code → label of the numeric targets that are reported by hand; the others have a series."""
    mine = placed["target_code"].tolist()
    known = [t for t in catalog().targets if t.code in mine and not t.indicator]
    return {t.code: f"{t.name}（{t.unit}）" for t in known}


def ask_review(person, reports: pd.DataFrame, shortest: int) -> tuple[bool, int, str, str] | None:
    """(confirmed, number, reason, signature) in the run of the click, else None."""
    if reports.empty or not person.may("review"):
        return None
    numbers = reports["progress_id"].astype(int).tolist()
    with (
        st.expander("复核或退回填报", icon=":material/fact_check:"),
        st.form("review", border=False),
    ):
        number = st.selectbox("填报编号", numbers, key="review_number")
        reason = st.text_input(
            "退回的原因", max_chars=200, key="review_reason", placeholder="复核通过不用填"
        ).strip()
        author = _signature(person, "复核人", "review_author")
        passed = st.form_submit_button("复核通过", icon=":material/check:")
        returned = st.form_submit_button("退回", icon=":material/undo:")
    if not (passed or returned):
        return None
    if not author or (returned and len(reason) < shortest):
        st.warning(f"请填写复核人；退回须写明原因（不少于 {shortest} 个字）。")
        return None
    return passed, number, reason, author


def say_reported(outcome) -> None:
    _say(outcome, f"已填报，编号 {outcome.number}，待复核。")


def say_decided(number: int, confirmed: bool, outcome) -> None:
    _say(outcome, f"填报 {number} 已{'复核' if confirmed else '退回'}。")


def _say(outcome, done: str) -> None:
    if outcome.kind == "refused":
        say_refused(outcome, NO_RIGHT)
    elif outcome.kind == "own":
        say_overtaken("不能复核自己填报的，没有改动。")
    elif outcome.kind == "gone":
        say_overtaken("这条填报已复核或已退回，没有改动。请刷新后再看。")
    else:
        say_done(outcome, done)


def _signature(person, label: str, key: str) -> str:
    return person.signature or st.text_input(label, key=key, max_chars=30).strip()


def _number(text: str) -> Decimal | None:
    """As the warehouse can hold it exactly, else None."""
    digits = text.replace(",", "").removesuffix("%")
    return Decimal(digits) if re.fullmatch(r"[0-9]{1,13}(\.[0-9]{1,4})?", digits) else None
