"""目标完成情况: the newest plan that has begun, by status, most urgent first."""

import datetime as dt

import pandas as pd

from paper import target_words as words
from paper.content import Section, Table
from paper.revised import marks
from warehouse import queries
from words.columns import at_right, revision_column
from words.names import STATUSES
from words.numbers import is_missing

WITH_SERIES, WITHOUT_SERIES = "有对应指标的目标", "没有对应指标的目标"


def rows_of(month: dt.date) -> pd.DataFrame:
    plan = words.plan_of(month.year)
    return queries.targets.targets(month, [] if plan is None else [plan])


def section(month: dt.date) -> Section:
    targets = rows_of(month)
    if targets.empty:
        return Section("目标完成情况", ["目录里没有可对账的目标。"])
    said = counted(targets, month)
    followed = targets[targets["indicator_code"].notna()]
    parts = [
        Section(STATUSES[str(status)], [measured(rows, f"{STATUSES[str(status)]}的目标", month)])
        for status, rows in followed.groupby("status", sort=False)
    ]
    others = targets[targets["indicator_code"].isna()]
    blocks = [Section(WITH_SERIES, [], parts)] if parts else []
    if len(others):
        blocks.append(Section(WITHOUT_SERIES, [_unmeasured(others)]))
    return Section("目标完成情况", [said], blocks)


def counted(targets: pd.DataFrame, month: dt.date) -> str:
    """How many targets of the plan there are, by status."""
    plan = words.plan_of(month.year)
    counts = "、".join(
        f"{STATUSES[status]} {len(rows)} 项"
        for status, rows in targets.groupby("status", sort=False)
    )
    said = f"{plan} 年工作要点共 {len(targets)} 项数字目标：{counts}。"
    return said if plan == month.year else f"{said}{month.year} 年工作要点尚未收录。"


def measured(targets: pd.DataFrame, title: str, month: dt.date) -> Table:
    """What each target asks, where it stands, by when."""
    rows = [r for _, r in targets.iterrows()]
    return Table(
        title,
        {
            "目标": [r["name"] for r in rows],
            "要求": [words.goal(r) for r in rows],
            "实际值": at_right(_if_read(r, words.actual) for r in rows),
            "数据所属月份": [_if_read(r, lambda r: f"{r['actual_month']:%Y-%m}") for r in rows],
            "完成": at_right(_if_read(r, words.progress) for r in rows),
            "期限": [f"{r['due_month']:%Y-%m}" for r in rows],
            "依据": [f"{words.clause(r)}（{words.graded(r)}）" for r in rows],
            **revision_column(marks([r["source"] for r in rows], f"{month:%Y-%m}")),
        },
        "；".join(f"{r['name']}：{r['note'].rstrip('。')}" for r in rows if r["note"]),
    )


def _if_read(row: pd.Series, say) -> str:
    return "—" if is_missing(row["actual"]) else say(row)


def _unmeasured(targets: pd.DataFrame) -> Table:
    rows = [r for _, r in targets.iterrows()]
    return Table(
        WITHOUT_SERIES,
        {
            "目标": [r["name"] for r in rows],
            "要求": [words.goal(r) for r in rows],
            "期限": [f"{r['due_month']:%Y-%m}" for r in rows],
            "依据": [f"{words.clause(r)}（{words.graded(r)}）" for r in rows],
        },
    )
