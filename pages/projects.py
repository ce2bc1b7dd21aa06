"""项目: where do the IT projects stand?"""

import streamlit as st

from charts.flow_bars import flow_bars
from charts.stage_bars import stage_bars
from paper.tables import stage_notes
from ui.drawing import CLICKS, show_chart
from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month
from ui.projects import blocks, flow
from warehouse import queries

right = head("信息化项目")
month = pick_month(queries.common.months(), right)
report_line(month)

stages = queries.projects.project_stages(month_date(month))
checks = queries.projects.project_checks(month_date(month))
flows = queries.projects.project_flows(month_date(month))
blocks.stop_if_empty(stages, month)

blocks.cards(stages)
parts = stages[~stages["is_total"]]
left, right = st.columns(2)
with left, card("各阶段数量（个）", blocks.BARS_HELP):
    counts = stage_bars(parts, "count", "个", 0, "count_share_pct")
    clicked = show_chart(counts, alt="各阶段项目数量", key="stage_counts", **CLICKS)
    blocks.open_source(clicked, "project_count", month)
with right, card("各阶段批复金额（万元）", blocks.BARS_HELP):
    amounts = stage_bars(parts, "amount", "万元", 2, "amount_share_pct", source="amount_source")
    clicked = show_chart(amounts, alt="各阶段批复金额", key="stage_amounts", **CLICKS)
    blocks.open_source(clicked, "project_amount", month)
with card("流程（推断）：本月流动与各阶段停留", flow.HELP, height="content"):
    if flow.answer(flows):
        show_chart(flow_bars(flows), alt="推断的各阶段流量")
        with st.expander("各阶段的进入、离开、停留与出处"):
            flow.flow_table(flows)
with card("明细"):
    blocks.stage_table(stages)
    blocks.check_sentence(checks, stage_notes(stages))
