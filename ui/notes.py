"""Notes on a month of an indicator: listed with author and date, written and taken back by
editors."""

import datetime as dt

import pandas as pd
import streamlit as st

from catalog import catalog
from catalog.labels import indicator_label
from ui.outcome import say_done, say_overtaken, say_refused
from ui.plain_text import plain
from ui.tables import show_table
from words.numbers import is_missing

HELP = (
    "注记写在某一指标的某一月上，画在“趋势”的图里。写下的注记永久保存；撤回是新的一条，"
    "不删除原来的。"
)

_REFUSED = "注记由管理员写入和撤回，您没有这项权限，没有改动。"


def under_chart(notes: pd.DataFrame, months: pd.Series) -> None:
    """The notes that a chart marks, in words: a phone has no hover."""
    for _, r in notes[notes["month"].between(months.min(), months.max())].iterrows():
        st.caption(
            f"**注 {r['month']:%Y-%m}**　{plain(r['text'])}（{plain(r['author'])}，"
            f"{r['written_on']:%Y-%m-%d}）"
        )


def note_table(notes: pd.DataFrame) -> None:
    if notes.empty:
        st.caption("还没有注记。")
        return
    groups = _once(notes)
    rows = [group.iloc[0] for group in groups]
    show_table(
        {
            "编号": [
                "随目录" if is_missing(r["annotation_id"]) else str(int(r["annotation_id"]))
                for r in rows
            ],
            "月份": [f"{r['month']:%Y-%m}" for r in rows],
            "指标": [
                f"{group['platform_name'].iloc[0]} {'、'.join(group['indicator_name'])}"
                for group in groups
            ],
            "注记": [r["text"] for r in rows],
            "作者": [r["author"] for r in rows],
            "日期": [f"{r['written_on']:%Y-%m-%d}" for r in rows],
        },
        alt="注记",
        rows_in_sight=8,
    )


def _once(notes: pd.DataFrame) -> list[pd.DataFrame]:
    """Notes of the catalogue that say the same of several indicators of a platform and month stand
    in one row; those with a number are taken back one by one."""
    alone = notes["annotation_id"].fillna(0)
    same = [alone, notes["month"], notes["platform_name"], notes["text"], notes["written_on"]]
    return [group for _, group in notes.groupby(same, sort=False, dropna=False)]


def ask_note(
    person, months: pd.DataFrame, known: pd.DataFrame, shortest: int, longest: int
) -> tuple[dt.date, str, str, str] | None:
    """(month, indicator, text, author) in the run of the click, else None.

    Only for who may annotate.
    """
    if not person.may("annotate"):
        return None
    labels = {code: indicator_label(catalog().indicator(code)) for code in known["indicator_code"]}
    with (
        st.form("note", border=False, clear_on_submit=False),
        st.expander("写一条注记", icon=":material/edit_note:"),
    ):
        with st.grid(2, min_column_width=240):
            indicator = st.selectbox(
                "注记的指标",
                list(labels),
                format_func=labels.__getitem__,
                key="note_indicator",
                filter_mode="contains",
            )
            month = st.selectbox(
                "注记的月份",
                months["month_text"].tolist(),
                key="note_month",
                filter_mode="contains",
            )
        text = st.text_area(
            "注记",
            placeholder=f"{shortest} 至 {longest} 个字；推测请写明是推测",
            max_chars=longest,
            key="note_text",
        ).strip()
        author = person.signature or st.text_input("作者", key="note_author", max_chars=30).strip()
        clicked = st.form_submit_button("写入注记", icon=":material/add_comment:")
    if clicked and (len(text) < shortest or not author):
        st.warning(f"请填写作者，并写至少 {shortest} 个字。")
        return None
    return (dt.date.fromisoformat(f"{month}-01"), indicator, text, author) if clicked else None


def ask_take_back(person, notes: pd.DataFrame, shortest: int) -> tuple[int, str, str] | None:
    """(number, reason, author) in the run of the click, else None.

    Notes of the catalogue are taken back there.
    """
    mine = notes.dropna(subset=["annotation_id"])
    if mine.empty or not person.may("annotate"):
        return None
    labels = {
        number: f"{number}　{month:%Y-%m}　{name}"
        for number, month, name in zip(
            mine["annotation_id"].astype(int), mine["month"], mine["indicator_name"], strict=True
        )
    }
    with st.form("note-back", border=False), st.expander("撤回一条注记", icon=":material/undo:"):
        number = st.selectbox(
            "撤回哪一条", list(labels), format_func=labels.__getitem__, key="note_number"
        )
        reason = st.text_input(
            "撤回注记的原因",
            placeholder=f"不少于 {shortest} 个字，永久保存",
            max_chars=200,
            key="note_reason",
        ).strip()
        author = (
            person.signature or st.text_input("撤回人", key="note_remover", max_chars=30).strip()
        )
        clicked = st.form_submit_button("撤回这条注记", icon=":material/undo:")
    if clicked and (len(reason) < shortest or not author):
        st.warning(f"请填写撤回人，并写明原因（不少于 {shortest} 个字）。")
        return None
    return (number, reason, author) if clicked else None


def say_written(outcome) -> None:
    if outcome.kind == "refused":
        say_refused(outcome, _REFUSED)
    else:
        say_done(outcome, f"已写入注记 {outcome.number}。")


def say_taken_back(number: int, outcome) -> None:
    if outcome.kind == "refused":
        say_refused(outcome, _REFUSED)
    elif outcome.kind == "gone":
        say_overtaken(f"注记 {number} 已不是现行的，没有撤回。请刷新后再看。")
    else:
        say_done(outcome, f"已撤回注记 {number}。")
