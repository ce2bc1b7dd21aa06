"""总览: what is the state of this month?"""

from functools import partial

import streamlit as st

from ui import on_paper, remembered
from ui.overview import blocks, documents
from ui.page import head, report_line
from ui.pickers import month_date, pick_month
from warehouse import queries

right = head("总览")
months = queries.common.months()
month = pick_month(months, right)
day = month_date(month)
with st.container(horizontal=True, vertical_alignment="center", gap="small", key="report"):
    report_line(month)
    documents.offer(day)

content = partial(blocks.content, month, months)
st.html(remembered.piece("overview", content) + on_paper.masthead())
