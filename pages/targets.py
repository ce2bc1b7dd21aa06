"""目标对账: are we on plan?"""

import streamlit as st

from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month
from ui.targets import blocks
from warehouse import queries

right = head("目标对账")
month = pick_month(queries.targets.target_months(), right)
report_line(month)
answer = st.container()

left, right = st.columns([2, 3])
plans, statuses = blocks.pick_plans(month_date(month).year, left), blocks.pick_status(right)
platforms = blocks.pick_platform()
blocks.say_other_plan(month_date(month).year, plans)

closed = queries.targets.targets(month_date(month), plans)
shown = blocks.chosen(closed, statuses, platforms)

with answer:
    blocks.summary(blocks.chosen(closed, [], platforms), month)
if shown.empty:
    st.info("没有符合所选状态和平台的目标。", icon=":material/filter_alt_off:")
    st.stop()
blocks.measured_list(shown)
blocks.unmeasured_table(shown)
with card("状态怎么来"):
    blocks.rules()
