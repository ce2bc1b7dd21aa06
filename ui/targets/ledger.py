"""工作要点台账 on 目标: every clause of the plans, what staff report of it, what is late, by
department."""

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from catalog.labels import plan_label
from paper import ledger as words
from ui import remembered
from ui.page import card
from ui.pickers import pick_one
from ui.tables import at_right, show_table
from ui.targets.blocks import LOOK
from warehouse import queries
from words.names import CLAUSE_TEXTS, STATES
from words.numbers import is_missing, shortest

ALL = "all"
_SIGNS = {status: sign for status, (sign, *_) in LOOK.items()} | {"unreported": "…"}
HELP = (
    "每条一行，标题是看板自己的短标题。条目里有指标的目标时，状态取其中最急的；没有的，取最新一次"
    "填报。每季度填报一次，次季首月 15 日前（看板的约定，要点没有规定日子）：到期没有填报为“缺报”，"
    "过期才填的为“迟报”。"
)


def pick_lead(clauses: pd.DataFrame) -> str:
    """The chosen department, '' for all."""
    leads = dict.fromkeys(lead for row in clauses["leads"] for lead in row)
    chosen = pick_one("牵头部门", {ALL: "全部部门"} | {d: d for d in leads}, "lead", ALL)
    return "" if chosen == ALL else chosen


def of_lead(clauses: pd.DataFrame, lead: str) -> pd.DataFrame:
    return clauses[clauses["leads"].map(lambda row: not lead or lead in row).astype(bool)]


def of(clauses: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    return reports[reports["clause_code"].isin(clauses["code"])]


def summary(clauses: pd.DataFrame) -> None:
    st.markdown(words.summary(clauses))


def clause_table(clauses: pd.DataFrame) -> None:
    rows = [r for _, r in clauses.iterrows()]
    show_table(
        {
            "内容": [r["title"] for r in rows],
            "状态": [f"{_SIGNS[r['status']]} {words.NAMES[r['status']]}" for r in rows],
            "填报": [words.report(r) for r in rows],
            "计划": [plan_label(r["plan_year"]) for r in rows],
            "条目": [words.number(r) for r in rows],
            "牵头": [words.leads(r) for r in rows],
            "系统": [r["systems"] for r in rows],
            "数字目标": [r["targets"] for r in rows],
            "进展": [r["words"] for r in rows],
            "佐证": [r["evidence"] for r in rows],
            "填报人": [r["author"] for r in rows],
            "复核人": [r["reviewed_by"] for r in rows],
            "依据": [CLAUSE_TEXTS[r["known"]] for r in rows],
        },
        alt="工作要点台账",
        rows_in_sight=12,
    )


def by_lead(clauses: pd.DataFrame) -> None:
    show_table(words.by_lead(clauses), alt="按部门", rows_in_sight=10)


def report_table(reports: pd.DataFrame) -> None:
    """Every report in force, with its number: what 复核 and 退回 name."""
    rows = [r for _, r in reports.iterrows()]
    show_table(
        {
            "编号": at_right(str(r["progress_id"]) for r in rows),
            "条目": [f"{plan_label(r['plan_year'])}{r['number']}{r['title']}" for r in rows],
            "截至": [f"{r['as_of']:%Y-%m-%d}" for r in rows],
            "情况": [STATES[r["state"]] for r in rows],
            "目标": [r["target_name"] for r in rows],
            "数值": at_right(
                "" if is_missing(r["value"]) else f"{shortest(r['value'])} {r['unit']}"
                for r in rows
            ),
            "进展": [r["words"] for r in rows],
            "佐证": [r["evidence"] for r in rows],
            "填报人": [r["author"] for r in rows],
            "填报日期": [f"{r['written_on']:%Y-%m-%d}" for r in rows],
            "迟报": ["" if not r["late_days"] else f"{r['late_days']} 天" for r in rows],
            "复核人": [r["reviewed_by"] or "待复核" for r in rows],
        },
        alt="进展填报",
        rows_in_sight=8,
    )


def show(day: dt.date, plans: list[int]) -> None:
    """The whole ledger of the chosen plans; nothing of a plan whose clauses are not recorded."""
    clauses = queries.targets.ledger(day, plans)
    if clauses.empty:
        return
    with card("工作要点台账", HELP, height="content"):
        lead = pick_lead(clauses)
        remembered.block("clauses", partial(_clauses, day, plans, lead))
    shown = of(of_lead(clauses, lead), queries.targets.progress_reports())
    if not shown.empty:
        with card(f"进展填报（{len(shown)} 次）", height="content"):
            report_table(shown)


def _clauses(day: dt.date, plans: list[int], lead: str) -> None:
    clauses = queries.targets.ledger(day, plans)
    mine = of_lead(clauses, lead)
    summary(mine)
    clause_table(mine)
    with st.expander("按部门"):
        st.caption("一条由几个部门牵头的，每个部门各算一次。")
        by_lead(clauses)


def named(clauses: pd.DataFrame) -> dict[str, str]:
    """Clause code → how a person chooses it."""
    return {
        r["code"]: f"{plan_label(r['plan_year'])}{r['number']}{r['title']}"
        for _, r in clauses.iterrows()
    }
