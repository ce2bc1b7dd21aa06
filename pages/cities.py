"""地市排名: who leads, who lags, who moved?"""

import streamlit as st

from charts.city_bars import city_bars
from charts.rank_bump import rank_bump
from charts.tile_map import tile_map
from ui.cities import blocks, standings
from ui.drawing import show_chart
from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month, pick_one, pick_segment
from warehouse import queries

right = head("地市排名")
month = pick_month(queries.common.months(), right)
report_line(month)
answer = st.container()

indicator = pick_one("指标", blocks.options(), "indicator", "city_citizen_users")
with st.container(horizontal=True, gap="large"):
    order = pick_segment("顺序", {"rank": "按位次", "official": "官方顺序"}, "order", "rank")
    scale = blocks.pick_scale(indicator)
    region = blocks.pick_region()

day = month_date(month)
ranking = queries.cities.city_ranking(day, indicator, scale)
blocks.stop_if_empty(ranking, month)
totals = queries.cities.region_totals(day, indicator)
remainder = queries.cities.city_remainder(day, indicator)
progress = queries.cities.city_progress(day, indicator)
history = queries.cities.rank_history(day, indicator, scale)
shown = blocks.arrange(ranking, order, region)
title, (unit, decimals) = blocks.chart_title(indicator, scale), blocks.unit_of(ranking, scale)

with answer:
    blocks.summary(ranking, remainder, scale)
    blocks.links(ranking, month)
    standings.say_unreported(queries.common.unreported_cities(day, indicator))
left, right = st.columns([5, 4])
with left, card(title):
    show_chart(city_bars(shown, scale, unit, decimals), alt=title)
with right:
    with card("方位图", standings.MAP_HELP, height="content"):
        show_chart(
            tile_map(ranking, standings.tile_places(), unit, decimals, scale),
            alt=f"{title}：各市位次的方位图",
        )
    if not totals.empty:
        with card("区域合计", blocks.REGION_HELP, height="content"):
            blocks.region_table(totals, ranking, remainder)
    with card("怎么排", height="content"):
        blocks.rules(indicator)
with card("水平：现在排在哪里"):
    standings.rank_table(shown, not totals.empty)
with card("进步：比上月走了多远", standings.PROGRESS_HELP):
    standings.progress_table(blocks.arrange(progress, "rank", region), day)
with card("位次走势", "截至所选月份的一年。第 1 位在最上面；断线处没有数据。"):
    if standings.has_months(history, day):
        show_chart(
            rank_bump(history, standings.pick_highlighted(history)), alt=f"{title}：位次走势"
        )
