"""Choices whose state lives in the URL.

An unknown value in a link gets a sentence, never a traceback and never a silent default.

A key is a choice of the whole dashboard: two pages may share one (`month`) only if both ask for it
with the same kind of picker.
"""

import datetime as dt
import re
from collections.abc import Callable

import pandas as pd
import streamlit as st

from ui import on_screen
from ui.plain_text import plain


def pick_month(months: pd.DataFrame, where=st) -> pd.Series:
    """The chosen month's row of `queries.common.months()`: by default the newest complete one,
    else the newest. Stops on an empty warehouse."""
    if months.empty:
        st.info(
            (
                "数据仓库还是空的。请把月报工作簿放进 data/raw 后重新启动，或用命令 python -m "
                "ingest load 文件 入库。"
            ),
            icon=":material/inbox:",
        )
        st.stop()
    texts = months["month_text"].tolist()
    default = next(
        (text for text, complete in zip(texts, months["complete"], strict=True) if complete),
        texts[0],
    )
    chosen = pick_one("数据月份", {text: text for text in texts}, "month", default, where)
    return months.iloc[texts.index(chosen)]


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
) -> str:
    """One code of `options` (code → label).

    `on_change` sets right the choices that depend on this one.
    """
    _report_unknown(label, options, key, options[default])
    chosen = where.selectbox(
        label,
        list(options),
        index=list(options).index(default),
        format_func=options.get,
        key=key,
        bind="query-params",
        help=help,
        on_change=on_change or "rerun",
        filter_mode="contains",
    )
    on_screen.note_choice(label, options[chosen])
    return chosen


def pick_segment(
    label: str, options: dict[str, str], key: str, default: str, where=st, help: str | None = None
) -> str:
    """One code of a few options, all in sight."""
    _report_unknown(label, options, key, options[default])
    chosen = where.segmented_control(
        label,
        list(options),
        format_func=options.get,
        default=default,
        required=True,
        key=key,
        bind="query-params",
        help=help,
    )
    on_screen.note_choice(label, options[chosen])
    return chosen


def pick_many(
    label: str,
    options: dict[str, str],
    key: str,
    default: list[str],
    where=st,
    limit: int | None = None,
    empty: str = "全部",
) -> list[str]:
    """Any codes of `options`. A link with one unknown value keeps the others."""
    known, unknown = _from_link(options, key)
    if unknown and known:
        st.session_state[key] = known
    if unknown:
        _say_unknown(label, unknown, "其余选择照常" if known else "已改用默认选择")
    chosen = where.multiselect(
        label,
        list(options),
        default=default,
        format_func=options.get,
        key=key,
        bind="query-params",
        max_selections=limit,
        placeholder=empty,
    )
    on_screen.note_choice(label, "、".join(options[c] for c in chosen) or "全部")
    return chosen


def pick_pills(
    label: str, options: dict[str, str], key: str, where=st, help: str | None = None
) -> list[str]:
    """Any codes of a few options, all in sight; none chosen means all."""
    _report_unknown(label, options, key, "全部")
    chosen = where.pills(
        label,
        list(options),
        selection_mode="multi",
        format_func=options.get,
        key=key,
        bind="query-params",
        help=help,
    )
    on_screen.note_choice(label, "、".join(options[c] for c in chosen) or "全部")
    return chosen


def pick_weight(label: str, key: str, default: int, most: int) -> int:
    """A whole number from 0 to `most`."""
    named = st.query_params.get(key, "")
    if named and not (re.fullmatch("[0-9]{1,9}", named) and int(named) <= most):
        _say_unknown(label, [named], f"已改用 {default}")
    weight = st.slider(label, 0, most, default, key=key, bind="query-params")
    on_screen.note_choice(label, str(weight))
    return weight


def _report_unknown(label: str, options: dict[str, str], key: str, instead: str) -> None:
    _, unknown = _from_link(options, key)
    if unknown:
        _say_unknown(label, unknown, f"已改用“{instead}”")


def _from_link(options: dict[str, str], key: str) -> tuple[list[str], list[str]]:
    """(known codes, unknown texts) that the URL names for this choice, by label."""
    codes = {text: code for code, text in options.items()}
    named = [text for text in st.query_params.get_all(key) if text]
    return [codes[t] for t in named if t in codes], [t for t in named if t not in codes]


def _say_unknown(label: str, unknown: list[str], instead: str) -> None:
    shown = "、".join(f"「{plain(text[:40])}」" for text in unknown[:3])
    st.warning(f"链接里的{label}{shown}不存在或没有数据，{instead}。", icon=":material/link_off:")
