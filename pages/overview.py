"""总览: what is the state of this month?"""

import streamlit as st

from ui import on_paper
from ui.overview import attention, blocks, cards, documents, key_points
from ui.page import head, report_line
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
missing = queries.overview.missing(day)
ends = queries.overview.city_leaders(day)

# one piece: a card of the framework's is four messages and as many things to draw
st.html(
    cards.platform_cards(headlines, history, month["month"])
    + attention.block(queries.overview.attention(day), month["month_text"])
    + key_points.block(queries.overview.key_points(day), month)
    + f'<div class="pair late">{blocks.projects(queries.projects.project_stages(day))}'
    + f"{blocks.leaders_and_laggards(ends, month['month_text'])}</div>"
    + blocks.missing_list(missing, months, month, day)
    + blocks.indicator_table(queries.overview.platform_table(day))
    + on_paper.masthead()
)
