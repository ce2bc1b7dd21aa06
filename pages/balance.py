"""均衡: how far are 珠三角 and 粤东西北 apart, and do they come closer?"""

from functools import partial

import streamlit as st

from charts.side_shares import side_shares
from ui import remembered
from ui.balance import blocks as balance
from ui.balance import content
from ui.cities import blocks as cities
from ui.drawing import show_chart
from ui.page import card, head, report_line
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
with card("谁占多少", balance.SHARE_HELP, height="content"):
    shared = rows[rows["core_share"].notna()]
    if shared.empty:
        st.markdown("本月有市没有上报，不算占比。")
    else:
        people = queries.balance.residents().set_index("side")["share_pct"]["珠三角"]
        key, choose = balance.bar_choice(shared, indicator)
        show_chart(
            side_shares(shared, people),
            alt="珠三角与粤东西北各占多少",
            key=key,
            on_select=choose,
            selection_mode="points",
        )
remembered.block("below", partial(content.months_and_tables, day, indicator))
