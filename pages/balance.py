"""均衡: how far are 珠三角 and 粤东西北 apart, and do they come closer?"""

from functools import partial

import streamlit as st

from ui import remembered
from ui.balance import blocks as balance
from ui.balance import content
from ui.cities import blocks as cities
from ui.page import head, report_line
from ui.pickers import month_date, pick_month, pick_one
from warehouse import queries

right = head("均衡")
month = pick_month(queries.common.months(), right)
report_line(month)
indicator = pick_one("指标", cities.options(), "indicator", "city_citizen_users")

day = month_date(month)
rows = queries.balance.balance(day)
balance.stop_if_empty(rows, month)
remembered.block("answer", partial(content.answer, day, indicator))
st.html(remembered.piece("shares", partial(content.shares_card, day)))
remembered.block("below", partial(content.months_and_tables, day, indicator))
