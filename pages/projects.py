"""项目: where do the IT projects stand?"""

from functools import partial

import streamlit as st

from ui import remembered
from ui.page import head, report_line
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
st.html(remembered.piece("stages", partial(content.stage_cards, day)))
remembered.block("below", partial(content.flow_and_table, day))
