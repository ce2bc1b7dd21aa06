"""工作要点台账: the clauses of a plan, how far each is, what is late, by department; on 目标 and in
the month's documents alike."""

import datetime as dt

import pandas as pd

from catalog.labels import plan_label
from paper import target_words
from paper.content import Section, Table, unmarked
from warehouse import queries
from words.columns import at_right
from words.names import STATES, STATUSES, UNREPORTED
from words.numbers import is_missing

NAMES = STATUSES | UNREPORTED
UNKNOWN = "未载"


def section(month: dt.date) -> Section | None:
    """The newest plan that has begun: by department, then clause by clause; None where the clauses
    of no plan are recorded."""
    plan = target_words.plan_of(month.year)
    clauses = queries.targets.ledger(month, [] if plan is None else [plan])
    if clauses.empty:
        return None
    counts = unmarked(summary(clauses))
    said = f"{plan_label(clauses['plan_year'].iloc[0])}工作要点{counts}"
    if (clauses["known"] != "full").any():
        said += "所得文本不全，只列已知的条目。"
    rows = [r for _, r in clauses.iterrows()]
    every = Table(
        "各条进展",
        {
            "条目": [number(r) for r in rows],
            "内容": [r["title"] for r in rows],
            "牵头": [leads(r) for r in rows],
            "状态": [NAMES[r["status"]] for r in rows],
            "填报": [report(r) for r in rows],
            **({"进展": [r["words"] for r in rows]} if clauses["words"].any() else {}),
        },
    )
    parts = [
        Section(
            "按部门", [Table("各部门牵头的条目", by_lead(clauses), "几个部门牵头的，各算一次。")]
        ),
        Section("逐条", [every]),
    ]
    return Section("工作要点台账", [said], parts)


def summary(clauses: pd.DataFrame) -> str:
    """共 **24** 条：未填报 22、预警 2；缺报 **20** 条。"""
    counts = clauses["status"].value_counts()
    said = "、".join(
        f"{name} {counts[status]}" for status, name in NAMES.items() if status in counts
    )
    late = int(clauses["overdue"].sum())
    return f"共 **{len(clauses)}** 条：{said}；" + (
        f"缺报 **{late}** 条。" if late else "没有缺报。"
    )


def by_lead(clauses: pd.DataFrame) -> dict[str, list[str]]:
    """What each department leads, every status that occurs, and what of it is late."""
    pairs = clauses.explode("leads").assign(lead=lambda f: f["leads"].fillna(UNKNOWN))
    groups = list(pairs.groupby("lead", sort=False))
    groups.sort(key=lambda g: (g[0] == UNKNOWN, -int(g[1]["overdue"].sum()), -len(g[1])))
    columns = {"牵头部门": [lead for lead, _ in groups]}
    columns["条目"] = at_right(str(len(rows)) for _, rows in groups)
    for status, name in NAMES.items():
        counts = [int((rows["status"] == status).sum()) for _, rows in groups]
        if any(counts):
            columns[name] = at_right(map(str, counts))
    columns["缺报"] = at_right(str(int(rows["overdue"].sum())) for _, rows in groups)
    return columns


def number(row: pd.Series) -> str:
    return row["number"] or target_words.UNSEEN


def leads(row: pd.Series) -> str:
    return "、".join(row["leads"]) or UNKNOWN


def report(row: pd.Series) -> str:
    """缺报; 2022-06-30 进行中（待复核，迟报 3 天); 按指标."""
    if is_missing(row["as_of"]):
        return "缺报" if row["overdue"] else "按指标" if row["measured"] else "未填报"
    marks = [] if row["reviewed_by"] else ["待复核"]
    marks += [f"迟报 {row['late_days']} 天"] if row["late_days"] else []
    marks += ["其后缺报"] if row["overdue"] else []
    said = f"{row['as_of']:%Y-%m-%d} {STATES[row['state']]}"
    return f"{said}（{'，'.join(marks)}）" if marks else said
