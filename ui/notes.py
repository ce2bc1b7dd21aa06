"""Notes on months of an indicator or of one city: listed with author and date, written and taken
back by administrators, on 记录 and under the chart."""

import datetime as dt
from typing import Any, NoReturn

import pandas as pd
import streamlit as st

from catalog import catalog
from catalog.labels import indicator_label
from ui import plain_text
from ui.html_parts import dated
from ui.outcome import say_done, say_overtaken, say_refused
from ui.plain_text import plain
from ui.tables import show_table
from words.clock import months_words
from words.numbers import is_missing

HELP = (
    "注记写在某一指标的某一月或某几个月上，可以只写某一个市，画在“趋势”的图里。"
    "写下的注记永久保存；撤回是新的一条，不删除原来的。"
)

_REFUSED = "注记由管理员写入和撤回，您没有这项权限，没有改动。"


def of_chart(notes: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The notes on what a chart shows: its indicator as a whole, or a city that is drawn."""
    mine = notes[notes["indicator_code"] == rows["indicator_code"].iloc[0]]
    shown = mine["member_code"].isna() | mine["member_code"].isin(rows["member_code"])
    return mine[shown]


def under_chart(notes: pd.DataFrame, months: pd.Series) -> str:
    """The notes that a chart marks, in words: a phone has no hover."""
    shown = (notes["month"] <= months.max()) & (notes["until"] >= months.min())
    return "".join(
        f"<small><b>注 {dated(f'{months_words(r.month, r.until)} {r.city_name}'.rstrip())}</b>　"
        f"{dated(f'{r.text}（{r.author}，{r.written_on:%Y-%m-%d}）')}</small>"
        for r in notes[shown].itertuples()
    )


def of_city(notes: pd.DataFrame, cities: list[str], month: pd.Timestamp) -> None:
    """The notes on these cities that had begun by the month, in words."""
    for _, r in notes[notes["member_code"].isin(cities) & (notes["month"] <= month)].iterrows():
        by = f"（{plain(r['author'])}，{r['written_on']:%Y-%m-%d}）"
        st.caption(
            f"**注 {months_words(r['month'], r['until'])} {plain(r['city_name'])}**　"
            + plain_text.dated(f"{plain(r['indicator_name'])}：{plain(r['text'])}{by}")
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
            "月份": [months_words(r["month"], r["until"]) for r in rows],
            "指标": [
                f"{group['platform_name'].iloc[0]} {'、'.join(group['indicator_name'])}"
                for group in groups
            ],
            "地市": [r["city_name"] for r in rows],
            "注记": [r["text"] for r in rows],
            "作者": [r["author"] for r in rows],
            "日期": [f"{r['written_on']:%Y-%m-%d}" for r in rows],
        },
        alt="注记",
        rows_in_sight=8,
    )


def _once(notes: pd.DataFrame) -> list[pd.DataFrame]:
    """Notes of the catalogue that say the same of several indicators of a platform, months and city
    stand in one row; those with a number are taken back one by one."""
    about = ["month", "until", "platform_name", "city_name", "text", "written_on"]
    same = [notes["annotation_id"].fillna(0), *(notes[name] for name in about)]
    return [group for _, group in notes.groupby(same, sort=False, dropna=False)]


def ask_note(
    person, months: list[str], indicators: list[str], shortest: int, longest: int, key: str = "note"
) -> dict[str, Any] | None:
    """month, until, indicator, city, text, author in the run of the click, else None; only for who
    may annotate, and where there is anything to write on. `key`: of this form, where a page has
    several. The form is sent when somebody opens it: four of 趋势 were half of its messages."""
    if not (person.may("annotate") and months and indicators):
        return None
    if st.session_state.pop(f"{key}_sent", False):
        st.session_state.update({f"{key}_open": False, f"{key}_text": ""})
    opened = st.popover(
        "写一条注记",
        icon=":material/edit_note:",
        type="tertiary",
        key=f"{key}_open",
        on_change="rerun",
    )
    if not opened.open:
        return None
    with opened, st.form(key, border=False, clear_on_submit=False):
        about = _ask_about(months, indicators, key)
        about["text"] = st.text_area(
            "注记",
            placeholder=f"{shortest} 至 {longest} 个字；推测请写明是推测",
            max_chars=longest,
            key=f"{key}_text",
        ).strip()
        about["author"] = (
            person.signature or st.text_input("作者", key=f"{key}_author", max_chars=30).strip()
        )
        told = st.empty()  # above the button, which is in sight when it is clicked
        clicked = st.form_submit_button("写入注记", icon=":material/add_comment:")
    if not clicked:
        return None
    fault = _fault(about, shortest)
    if fault:
        told.warning(fault)
    return None if fault else about


def _ask_about(months: list[str], indicators: list[str], key: str) -> dict[str, Any]:
    """The pickers of month, until, indicator and city; an indicator alone is not asked."""
    codes = {i: catalog().indicator(i) for i in indicators}
    cities = {"": "全部"} | {c.code: c.name for c in catalog().cities}
    with st.grid(2, min_column_width=200):
        indicator = (
            st.selectbox(
                "注记的指标",
                indicators,
                format_func=lambda code: indicator_label(codes[code]),
                key=f"{key}_indicator",
                filter_mode="contains",
            )
            if len(indicators) > 1
            else indicators[0]
        )
        first = st.selectbox("注记的月份", months, key=f"{key}_month", filter_mode="contains")
        last = st.selectbox("到（含）", ["", *months], key=f"{key}_until", filter_mode="contains")
        city = (
            st.selectbox(
                "只说某一个市",
                list(cities),
                format_func=cities.__getitem__,
                key=f"{key}_city",
                filter_mode="contains",
            )
            if any(i.table == "city" for i in codes.values())
            else ""
        )
    day = dt.date.fromisoformat
    until = day(f"{last}-01") if last else None
    return {"month": day(f"{first}-01"), "until": until, "indicator": indicator, "city": city}


def _fault(about: dict[str, Any], shortest: int) -> str:
    if len(about["text"]) < shortest or not about["author"]:
        return f"请填写作者，并写至少 {shortest} 个字。"
    if about["until"] and about["until"] < about["month"]:
        return "“到”不能早于注记的月份。"
    if about["city"] and catalog().indicator(about["indicator"]).table != "city":
        return "这个指标没有分市的数，请选“全部”。"
    return ""


def ask_take_back(person, notes: pd.DataFrame, shortest: int) -> tuple[int, str, str] | None:
    """(number, reason, author) in the run of the click, else None.

    Notes of the catalogue are taken back there.
    """
    mine = notes.dropna(subset=["annotation_id"])
    if mine.empty or not person.may("annotate"):
        return None
    labels = {
        int(r.annotation_id): f"{int(r.annotation_id)}　{months_words(r.month, r.until)}　"
        f"{r.indicator_name} {r.city_name}".rstrip()
        for r in mine.itertuples()
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


def _say_written(outcome) -> None:
    if outcome.kind == "refused":
        say_refused(outcome, _REFUSED)
    else:
        say_done(outcome, f"已写入注记 {outcome.number}。")


def keep_written(outcome, key: str = "note") -> NoReturn:
    """Said in the next run, whose charts and tables have the note; its form closes once written."""
    st.session_state.update({"noted": outcome, f"{key}_sent": outcome.kind != "refused"})
    st.rerun()


def say_kept() -> None:
    if "noted" in st.session_state:
        _say_written(st.session_state.pop("noted"))


def say_taken_back(number: int, outcome) -> None:
    if outcome.kind == "refused":
        say_refused(outcome, _REFUSED)
    elif outcome.kind == "gone":
        say_overtaken(f"注记 {number} 已不是现行的，没有撤回。请刷新后再看。")
    else:
        say_done(outcome, f"已撤回注记 {number}。")
