"""地市排名: who leads, who lags?"""

import streamlit as st

from charts.city_bars import city_bars
from charts.theme import CONFIG
from ui import cities
from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month, pick_one, pick_segment
from warehouse import queries

right = head("地市排名")
month = pick_month(queries.months(), right)
report_line(month)
answer = st.container()

indicator = pick_one("指标", cities.options(), "indicator", "city_citizen_users")
with st.container(horizontal=True, gap="large"):
    order = pick_segment("顺序", {"rank": "按位次", "official": "官方顺序"}, "order", "rank")
    scale = cities.pick_scale(indicator)
    region = cities.pick_region()

ranking = queries.city_ranking(month_date(month), indicator, scale)
cities.stop_if_empty(ranking, month)
totals = queries.region_totals(month_date(month), indicator)
remainder = queries.city_remainder(month_date(month), indicator)
shown = cities.arrange(ranking, order, region)

with answer:
    cities.summary(ranking, remainder, scale)
left, right = st.columns([5, 4])
with left, card(cities.chart_title(indicator, scale)):
    st.plotly_chart(city_bars(shown, scale, *cities.unit_of(ranking, scale)), config=CONFIG, alt=cities.chart_title(indicator, scale))
with right:
    if not totals.empty:
        with card("区域合计", cities.REGION_HELP, height="content"):
            cities.region_table(totals, ranking, remainder)
    with card("怎么排", height="content"):
        cities.rules(indicator)
with card("位次表"):
    cities.rank_table(shown, indicator)
