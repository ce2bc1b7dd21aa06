"""均衡: how far are 珠三角 and 粤东西北 apart, and do they come closer?"""

import streamlit as st

from charts.side_shares import side_shares
from ui.balance import blocks as balance
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
residents = queries.balance.residents()
chosen = rows[rows["indicator_code"] == indicator]
balance.say_if_absent(chosen, indicator)
shared = rows[rows["core_share"].notna()]

balance.summary(chosen, residents)
balance.say_unreported(queries.common.unreported_cities(day, indicator))
with card("谁占多少", balance.SHARE_HELP, height="content"):
    if shared.empty:
        st.markdown("本月有市没有上报，不算占比。")
    else:
        people = residents.set_index("side")["share_pct"]["珠三角"]
        key, choose = balance.bar_choice(shared, indicator)
        show_chart(
            side_shares(shared, people),
            alt="珠三角与粤东西北各占多少",
            key=key,
            on_select=choose,
            selection_mode="points",
        )
st.header(f"{cities.chart_title(indicator, 'value')}：逐月", anchor=False)
balance.history_charts(queries.balance.balance_history(day, indicator), residents)
with card("各项指标", balance.TABLE_HELP):
    balance.balance_table(rows)
    with st.expander("两个区域的水平、合计与出处"):
        balance.sides_table(rows)
with card("怎么看", height="content"):
    st.markdown(balance.NOTES)
