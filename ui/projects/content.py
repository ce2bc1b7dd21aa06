"""What 信息化项目 shows of a month."""

import datetime as dt

import streamlit as st

from charts.flow_bars import flow_bars
from charts.stage_bars import stage_bars
from paper.tables import stage_notes
from ui.drawing import bars_html
from ui.html_parts import address
from ui.html_parts import card as html_card
from ui.page import card
from ui.projects import blocks, flow
from warehouse import queries


def cards(day: dt.date) -> None:
    blocks.cards(queries.projects.project_stages(day))


def stage_cards(day: dt.date) -> str:
    """How many projects stand at each stage and what was approved for them; a bar leads to the
    source of its number."""
    stages = queries.projects.project_stages(day)
    parts = stages[~stages["is_total"]]
    of = {"month": f"{day:%Y-%m}", "measure": "cumulative"}

    def leads(indicator: str) -> list[str]:
        codes = parts["stage_code"]
        return [address("source", indicator=indicator, member=code, **of) for code in codes]

    counts = stage_bars(parts, "count", "个", 0, leads("project_count"))
    amounts = stage_bars(parts, "amount", "万元", 2, leads("project_amount"), "amount_source")
    cards = (
        html_card("各阶段数量（个）", blocks.BARS_HELP, bars_html(counts, "各阶段项目数量")),
        html_card("各阶段批复金额（万元）", blocks.BARS_HELP, bars_html(amounts, "各阶段批复金额")),
    )
    return f'<div class="cards">{"".join(cards)}</div>'


def flow_and_table(day: dt.date) -> None:
    """What moved between stages, as inferred; every stage, and whether the totals agree."""
    stages, flows = queries.projects.project_stages(day), queries.projects.project_flows(day)
    with card("流程（推断）：本月流动与各阶段停留", flow.HELP, height="content"):
        if flow.answer(flows):
            st.html(bars_html(flow_bars(flows), "推断的各阶段流量"))
            with st.expander("各阶段的进入、离开、停留与出处"):
                flow.flow_table(flows)
    with card("明细"):
        blocks.stage_table(stages)
        blocks.check_sentence(queries.projects.project_checks(day), stage_notes(stages))
