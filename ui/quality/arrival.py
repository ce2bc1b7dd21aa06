"""The blocks of 数据质量 that say whether figures are there and came in time."""

import pandas as pd
import streamlit as st

from charts.coverage_map import COLOURS, FULL, NONE, NOT_LOADED, SIGNS, SOME, UNPRINTED, UNREPORTED
from ui.plain_text import dated
from ui.tables import show_table
from words.numbers import is_missing

DETAIL = {"line": "平台和表", "indicator": "每项指标"}
_COVERED = {
    FULL: "每格都有数值",
    SOME: "有的格没有数值",
    NONE: "一格也没有",
    UNPRINTED: "有一格历来不印，其余都有",
    UNREPORTED: NOT_LOADED,
}
_DATES = "各月应发、印发和入库的日期"
COVERAGE_HELP = "按目录，每个月每张表应有哪些格。鼠标移到格上看应有、有数、空格和没有印的数目。"


def coverage_key() -> None:
    """What the colours and signs of the map mean."""
    said = "".join(
        f'<span><i style="background:{COLOURS[state]}"></i>{SIGNS[state]} {meaning}</span>'
        for state, meaning in _COVERED.items()
    )
    st.html(f'<p class="key swatches">{said}</p>')


def freshness_table(months: pd.DataFrame) -> None:
    """When each month was due, issued and loaded, and how many are still to come."""
    first = months.iloc[0]
    st.markdown(
        dated(
            f"最新入库的是 {first['month']:%Y-%m}"
            + (
                f"；按假定的应发日，此后到今天有 **{first['overdue']}** 期未入库"
                "（是否印发过，看板不知道）。"
                if first["overdue"]
                else "，没有逾期未入库的。"
            )
            + f"应发日次月 {first['due_day']} 日是看板的假定："
            "只知道 2022-08 一期于 2022-09-13 印发。"
        )
    )
    with st.expander(_DATES):
        _dates(months)


def _dates(months: pd.DataFrame) -> None:
    rows = [r for _, r in months.iterrows()]
    show_table(
        {
            "月份": [
                f"{r['month']:%Y-%m}" + ("（部分）" if r["partial"] is True else "") for r in rows
            ],
            "时效": [_state(r) for r in rows],
            "应发日（假定）": [f"{r['due_on']:%Y-%m-%d}" for r in rows],
            "印发": [_day(r["issued_on"]) for r in rows],
            "首次入库": [_day(r["first_loaded_on"]) for r in rows],
            "文件": ["—" if is_missing(r["file_name"]) else r["file_name"] for r in rows],
        },
        alt=_DATES,
        rows_in_sight=8,
    )


def _state(row: pd.Series) -> str:
    if is_missing(row["file_name"]):
        return "✕ 未入库"
    if row["partial"] is True:
        return "○ 网页发布的数据，不是月报"
    if is_missing(row["days_after_due"]):
        return "○ 印发日不明"
    days = int(row["days_after_due"])
    return "✓ 按时" if days <= 0 else f"△ 晚 {days} 天"


def _day(value) -> str:
    return "—" if is_missing(value) else f"{value:%Y-%m-%d}"
