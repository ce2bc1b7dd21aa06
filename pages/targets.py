"""目标对账: are we on plan?"""

import streamlit as st

from ui import targets
from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month
from warehouse import queries

right = head("目标对账")
month = pick_month(queries.months(), right)
report_line(month)
answer = st.container()

left, right = st.columns([2, 3])
plans, statuses = targets.pick_plans(month_date(month).year, left), targets.pick_status(right)
platforms = targets.pick_platform()

closed = queries.targets(month_date(month), plans)
shown = targets.chosen(closed, statuses, platforms)

with answer:
    targets.summary(closed, month)
if shown.empty:
    st.info("没有符合所选状态和平台的目标。", icon=":material/filter_alt_off:")
    st.stop()
targets.measured_list(shown)
targets.unmeasured_table(shown)
with card("状态怎么来"):
    targets.rules()
