"""Choices whose state lives in the URL.

An unknown value in a link gets a sentence, never a traceback and never a silent default.

A key is a choice of the whole dashboard: two pages may share one (`month`) only if both ask for it
with the same kind of picker.
"""

import datetime as dt
from collections.abc import Callable, Iterable

import pandas as pd
import streamlit as st

from ui import address, on_screen, parts
from ui.ending import end_page
from ui.page import say_empty
from ui.plain_text import plain
from words.clock import opening_month

# The parts of a page that depend on a choice; none where all of it does.
Redraws = Callable[[], Iterable[str]] | None


def side_by_side():
    """Pickers in one row, as far as the screen is wide."""
    return st.container(horizontal=True, gap="small")


def pick_month(months: pd.DataFrame, where=st) -> pd.Series:
    """The chosen month's row of `queries.common.months()`: by default the newest complete one,
    else the newest. Stops on an empty warehouse."""
    if months.empty:
        say_empty("还没有可看的月份")
        end_page()
    named, default = month_options(months)
    chosen = pick_one("数据月份", named, "month", default, where)
    return months.iloc[list(named).index(chosen)]


def month_options(months: pd.DataFrame) -> tuple[dict[str, str], str]:
    """What the picker of months offers, text of a month → its label, and the one it opens with."""
    texts = months["month_text"].tolist()
    marks = ["（部分）" if partial else "" for partial in months["partial"]]
    named = {text: text + mark for text, mark in zip(texts, marks, strict=True)}
    return named, opening_month(texts, months["complete"])


def month_date(row: pd.Series) -> dt.date:
    return row["month"].date()


def pick_one(
    label: str,
    options: dict[str, str],
    key: str,
    default: str,
    where=st,
    help: str | None = None,
    on_change: Callable[[], None] | None = None,
    redraws: Redraws = None,
) -> str:
    """One code of `options` (code → label).

    `on_change` sets right the choices that depend on this one.
    """
    _start_one(label, options, key, default)
    chosen = where.selectbox(
        label,
        list(options),
        format_func=options.get,
        key=key,
        help=help,
        on_change=on_change or _changing(redraws, label, options, key, [default]),
        filter_mode="contains",
    )
    _note(label, options, key, [chosen], [default])
    return chosen


def pick_segment(
    label: str,
    options: dict[str, str],
    key: str,
    default: str,
    where=st,
    help: str | None = None,
    redraws: Redraws = None,
) -> str:
    """One code of a few options, all in sight."""
    _start_one(label, options, key, default)
    chosen = where.segmented_control(
        label,
        list(options),
        format_func=options.get,
        required=True,
        key=key,
        help=help,
        on_change=_changing(redraws, label, options, key, [default]),
    )
    _note(label, options, key, [chosen], [default])
    return chosen


def pick_many(
    label: str,
    options: dict[str, str],
    key: str,
    default: list[str],
    where=st,
    limit: int | None = None,
    empty: str = "全部",
    redraws: Redraws = None,
) -> list[str]:
    """Any codes of `options`. A link with one unknown value keeps the others."""
    _start_many(label, options, key, default, limit)
    chosen = where.multiselect(
        label,
        list(options),
        format_func=options.get,
        key=key,
        max_selections=limit,
        placeholder=empty,
        on_change=_changing(redraws, label, options, key, default),
    )
    _note(label, options, key, chosen, default)
    return chosen


def pick_pills(
    label: str,
    options: dict[str, str],
    key: str,
    where=st,
    help: str | None = None,
    redraws: Redraws = None,
) -> list[str]:
    """Any codes of a few options, all in sight; none chosen means all."""
    _start_many(label, options, key, [])
    chosen = where.pills(
        label,
        list(options),
        selection_mode="multi",
        format_func=options.get,
        key=key,
        help=help,
        on_change=_changing(redraws, label, options, key, []),
    )
    _note(label, options, key, chosen, [])
    return chosen


def folded(label: str, **defaults: str | list[str]):
    """Where pickers (key = default) are out of the way until the first choice of one, also by a
    link; then they stay open under who uses them."""
    state, opened = st.session_state, f"{' '.join(defaults)} open"
    state[opened] = state.get(opened, False) or any(
        address.wanted(key) or state.get(key, default) != default
        for key, default in defaults.items()
    )
    return st.expander(label, expanded=state[opened])


def pick_weight(label: str, key: str, default: int, most: int) -> int:
    """A whole number from 0 to `most`."""
    weights = {str(n): str(n) for n in range(most + 1)}
    _say_unknown(label, address.known(key, weights)[1], f"已改用 {default}")
    start = address.restore(key, weights, [str(default)])
    if start is not None:
        st.session_state[key] = int(start[-1])
    weight = st.slider(label, 0, most, key=key)
    _note(label, weights, key, [str(weight)], [str(default)])
    return weight


def ask_text(label: str, key: str, placeholder: str, where) -> str:
    """A few words to search for."""
    start = address.restore(key, {text: text for text in address.wanted(key) or []}, [])
    if start is not None:
        st.session_state[key] = "".join(start[-1:])
    text = where.text_input(label, key=key, placeholder=placeholder).strip()
    address.note(key, [text] if text else [], [])
    return text


def _start_one(label: str, options: dict[str, str], key: str, default: str) -> None:
    """The picker's choice before it is drawn: as linked, as chosen on another page, or the
    default; a link to what does not exist gets a sentence."""
    _say_unknown(label, address.known(key, options)[1], f"已改用“{options[default]}”")
    start = address.restore(key, options, [default])
    if start is not None or st.session_state[key] not in options:
        st.session_state[key] = (start or [default])[-1]


def _start_many(
    label: str, options: dict[str, str], key: str, default: list[str], limit: int | None = None
) -> None:
    there, unknown = address.known(key, options)
    _say_unknown(label, unknown, "其余选择照常" if there else "已改用默认选择")
    start = address.restore(key, options, default)
    if start is None:
        start = [code for code in st.session_state[key] if code in options]
    if start != st.session_state.get(key):
        st.session_state[key] = start[:limit]


def chosen(key: str):
    """What a picker of this page holds: for a part that is drawn alone."""
    return st.session_state[key]


def _changing(redraws: Redraws, label: str, options: dict[str, str], key: str, default: list[str]):
    """What a picker does when its choice changes: another run, of the parts that depend on it."""

    def changed() -> None:
        now = st.session_state[key]
        on_screen.resume()
        _note(label, options, key, now if isinstance(now, list) else [now], default)
        parts.draw(redraws() if redraws else ())

    return changed if redraws else "rerun"


def _note(
    label: str, options: dict[str, str], key: str, chosen: list[str], default: list[str]
) -> None:
    labels = set(options.values())
    address.note(key, chosen, default, lambda text: text in options or text in labels)
    on_screen.note_choice(label, "、".join(options[c] for c in chosen) or "全部")


def _say_unknown(label: str, unknown: list[str], instead: str) -> None:
    if not unknown:
        return
    shown = "、".join(f"「{plain(text[:40])}」" for text in unknown[:3])
    st.warning(f"链接里的{label}{shown}不存在或没有数据，{instead}。", icon=":material/link_off:")
