"""The targets that no series measures: what staff report of them, or that nothing is known."""

import datetime as dt

import pandas as pd

from paper import target_words
from paper.targets import WITHOUT_SERIES
from ui.page import card
from ui.systems import links as systems
from ui.tables import at_right, show_table
from ui.targets.blocks import LOOK, judged, measured_list
from words.names import STATUSES
from words.numbers import is_missing, shortest


def every(day: dt.date, plans: list[int], statuses: list[str], platforms: list[str]) -> None:
    """The chosen targets: those that a series measures, below them the others."""
    targets = judged(day, plans, statuses, platforms)
    measured_list(targets)
    if targets["indicator_code"].isna().any():
        unmeasured_table(targets[targets["indicator_code"].isna()])


def unmeasured_table(targets: pd.DataFrame) -> None:
    """The targets that no series measures stay listed."""
    rows = [r for _, r in targets.iterrows()]
    with card(
        f"{WITHOUT_SERIES}（{len(rows)} 项）",
        "月报和已收录的公开数据都不印这些数：有填报的按填报判定，没有的为“暂无对应数据”。",
    ):
        show_table(
            {
                "状态": [f"{LOOK[r['status']][0]} {STATUSES[r['status']]}" for r in rows],
                "目标": [r["name"] for r in rows],
                "要求": at_right(target_words.goal(r) for r in rows),
                "填报": at_right(_said(r) for r in rows),
                "期限": [f"{r['due_month']:%Y-%m}" for r in rows],
                "系统": [systems.names_of_target(r["code"]) for r in rows],
                "依据": [target_words.clause(r) for r in rows],
                "来源等级": [target_words.graded(r) for r in rows],
                "备注": [r["note"] for r in rows],
            },
            alt=WITHOUT_SERIES,
            rows_in_sight=12,
        )


def _said(row: pd.Series) -> str:
    """60 %，2022-06-30（待复核）: what staff report where no series exists."""
    if is_missing(row["said_value"]):
        return ""
    waiting = "" if row["reviewed_by"] else "（待复核）"
    return f"{shortest(row['said_value'])} {row['unit']}，{row['said_on']:%Y-%m-%d}{waiting}"
