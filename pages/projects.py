"""项目: where do the IT projects stand?"""

from functools import partial

import streamlit as st

from charts.stage_bars import stage_bars
from ui import remembered
from ui.drawing import show_chart
from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month
from ui.projects import blocks, content
from warehouse import queries

right = head("信息化项目")
month = pick_month(queries.common.months(), right)
report_line(month)

day = month_date(month)
stages = queries.projects.project_stages(day)
blocks.stop_if_empty(stages, month)

remembered.block("cards", partial(content.cards, day))
parts = stages[~stages["is_total"]]
left, right = st.columns(2)
with left, card("各阶段数量（个）", blocks.BARS_HELP):
    counts = stage_bars(parts, "count", "个", 0, "count_share_pct")
    clicked = show_chart(counts, alt="各阶段项目数量", key="stage_counts", on_click="rerun")
    blocks.open_source(clicked, "project_count", month)
with right, card("各阶段批复金额（万元）", blocks.BARS_HELP):
    amounts = stage_bars(parts, "amount", "万元", 2, "amount_share_pct", source="amount_source")
    clicked = show_chart(amounts, alt="各阶段批复金额", key="stage_amounts", on_click="rerun")
    blocks.open_source(clicked, "project_amount", month)
remembered.block("below", partial(content.flow_and_table, day))
