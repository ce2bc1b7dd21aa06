"""What 信息化项目 shows above and below the charts that are clicked."""

import datetime as dt

import streamlit as st

from charts.flow_bars import flow_bars
from paper.tables import stage_notes
from ui.drawing import show_chart
from ui.page import card
from ui.projects import blocks, flow
from warehouse import queries


def cards(day: dt.date) -> None:
    blocks.cards(queries.projects.project_stages(day))


def flow_and_table(day: dt.date) -> None:
    """What moved between stages, as inferred; every stage, and whether the totals agree."""
    stages, flows = queries.projects.project_stages(day), queries.projects.project_flows(day)
    with card("流程（推断）：本月流动与各阶段停留", flow.HELP, height="content"):
        if flow.answer(flows):
            show_chart(flow_bars(flows), alt="推断的各阶段流量")
            with st.expander("各阶段的进入、离开、停留与出处"):
                flow.flow_table(flows)
    with card("明细"):
        blocks.stage_table(stages)
        blocks.check_sentence(queries.projects.project_checks(day), stage_notes(stages))
