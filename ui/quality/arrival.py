"""The blocks of 数据质量 that say whether figures are there and came in time."""

import pandas as pd
import streamlit as st

from ui.tables import show_table
from words.numbers import is_missing

DETAIL = {"line": "平台和表", "indicator": "每项指标"}
COVERAGE_KEY = "■ 蓝色：每格都有数值　◐ 有的格没有数值　× 一格也没有　□ 淡色：没有这个月的月报"
COVERAGE_HELP = "按目录，每个月每张表应有哪些格。鼠标移到格上看应有、有数、空格和没有印的数目。"


def freshness_table(months: pd.DataFrame) -> None:
    """When each month was due, issued and loaded, and how many are still to come."""
    first = months.iloc[0]
    st.markdown(
        f"应发日：次月 {first['due_day']} 日。最新一期是 {first['month']:%Y-%m}"
        + (
            f"；此后到今天应有而没有的月报 **{first['overdue']}** 期。"
            if first["overdue"]
            else "，没有逾期。"
        )
    )
    rows = [r for _, r in months.iterrows()]
    show_table(
        {
            "月份": [
                f"{r['month']:%Y-%m}" + ("（部分）" if r["partial"] is True else "") for r in rows
            ],
            "时效": [_state(r) for r in rows],
            "应发日": [f"{r['due_on']:%Y-%m-%d}" for r in rows],
            "印发": [_day(r["issued_on"]) for r in rows],
            "首次入库": [_day(r["first_loaded_on"]) for r in rows],
            "文件": ["—" if is_missing(r["file_name"]) else r["file_name"] for r in rows],
        },
        alt="各月应发、印发和入库的日期",
        rows_in_sight=8,
    )


def _state(row: pd.Series) -> str:
    if is_missing(row["file_name"]):
        return "✗ 没有月报"
    if is_missing(row["days_after_due"]):
        return "○ 印发日不明"
    days = int(row["days_after_due"])
    return "✓ 按时" if days <= 0 else f"△ 晚 {days} 天"


def _day(value) -> str:
    return "—" if is_missing(value) else f"{value:%Y-%m-%d}"
