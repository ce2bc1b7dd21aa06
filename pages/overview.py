"""总览: what is the state of this month?"""

import streamlit as st

from ui.overview import attention, blocks, cards, documents, key_points
from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month
from warehouse import queries

right = head("总览")
months = queries.common.months()
month = pick_month(months, right)
day = month_date(month)
with st.container(horizontal=True, vertical_alignment="center", gap="small"):
    report_line(month)
    documents.offer(day)

headlines = queries.overview.headlines(day)
history = queries.overview.headline_history(day)
stages = queries.projects.project_stages(day)
leaders = queries.overview.city_leaders(day)
missing = queries.overview.missing(day)
indicators = queries.overview.platform_table(day)

st.html(
    cards.platform_cards(headlines, history, month["month"])
    + attention.block(queries.overview.attention(day), month["month_text"])
    + key_points.block(queries.overview.key_points(day), month)
)

left, right = st.columns([2, 3])
with left, card("信息化项目：各阶段数量"):
    if blocks.project_sentence(stages):
        blocks.stage_bars(stages[~stages["is_total"]])
with (
    right,
    card("地市：领先与落后", "每项指标的前三位和后三位；并列者同列。点“地市排名”看全部 21 市。"),
):
    blocks.leaders_table(leaders, month["month_text"])

with card("本月缺什么"):
    blocks.missing_list(missing, months, month, day)

with st.expander(f"全部平台指标（{len(indicators)} 项）"):
    blocks.indicator_table(indicators)
