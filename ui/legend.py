"""What the marks in charts and small histories mean."""

import pandas as pd
import streamlit as st

from words.numbers import is_missing

REVISION_HELP = "r：与首次入库时不同；写明原数、改它的入库和原因。经撤回恢复原数的不标。"
_ORIGINS = {"report": "● 月报", "derived": "○ 推算（本月累计 − 当月新增）", "public": "◆ 公开数据"}
_BOUNDS = {"above": "△ 只知下限（超、逾、余）", "below": "▽ 只知上限（近）"}


def legend(figures: pd.DataFrame) -> None:
    """The marks that occur in these figures (columns origin and bound)."""
    shown = [text for origin, text in _ORIGINS.items() if (figures["origin"] == origin).any()]
    shown += [text for bound, text in _BOUNDS.items() if (figures["bound"] == bound).any()]
    st.caption("　".join([*shown, "缺月断线，不作连接"]))


def revised(text: str, mark) -> str:
    """The number as shown, with the sign of paper tables where it was revised (a mark, or True)."""
    return f"{text} r" if not is_missing(mark) and mark else text


def revision_column(marks: pd.Series) -> dict[str, list[str]]:
    """The column 修订 of a table, only where something was revised: an empty one would cost a phone
    its width."""
    return {"修订": ["" if is_missing(m) else m for m in marks]} if marks.notna().any() else {}
