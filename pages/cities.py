"""地市排名: who leads, who lags, who moved?"""

import streamlit as st

from charts.city_bars import city_bars
from charts.rank_bump import rank_bump
from charts.tile_map import tile_map
from ui.cities import blocks, contribution, regions, standings
from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month, pick_one, pick_segment
from warehouse import queries

right = head("地市排名")
month = pick_month(queries.common.months(), right)
report_line(month)
left, right = st.columns([2, 3], vertical_alignment="bottom")
indicator = pick_one("指标", blocks.options(), "indicator", "city_citizen_users", left)
with right, st.container(horizontal=True, gap="small"):
    order = pick_segment("顺序", {"rank": "按位次", "official": "官方顺序"}, "order", "rank")
    scale = blocks.pick_scale(indicator)
    region = blocks.pick_region()

day = month_date(month)
ranking = queries.cities.city_ranking(day, indicator, scale)
blocks.stop_if_empty(ranking, month)
totals = queries.cities.region_totals(day, indicator)
medians = queries.cities.region_medians(day, indicator)
remainder = queries.cities.city_remainder(day, indicator)
progress = queries.cities.city_progress(day, indicator)
history = queries.cities.rank_history(day, indicator, scale)
shown = blocks.arrange(ranking, order, region)
title, (unit, decimals) = blocks.chart_title(indicator, scale), blocks.unit_of(ranking, scale)

blocks.summary(ranking, remainder, scale)
blocks.links(ranking, month)
standings.say_unreported(queries.common.unreported_cities(day, indicator))
left, right = st.columns([5, 4])
with left, card(title, standings.BARS_HELP):
    folded = order == "rank"
    drawn = city_bars(shown, scale, unit, decimals, folded)
    blocks.city_chart(drawn, "city_bars", title)
    if folded:
        blocks.tied_cities(shown, month)
with right:
    with card("方位图", standings.MAP_HELP, height="content"):
        dark = st.context.theme.type == "dark"
        tiles = tile_map(ranking, standings.tile_places(), unit, decimals, scale, dark)
        blocks.city_chart(tiles, "city_tiles", f"{title}：各市位次的方位图")
    if not totals.empty:
        with card("区域合计", regions.REGION_HELP):
            regions.region_table(totals, ranking, remainder)
    if not medians.empty:
        with card("区域中位数", regions.MEDIAN_HELP):
            regions.median_table(medians)
with card("位次走势", "截至所选月份的一年。第 1 位在最上面；断线处没有数据。"):
    if standings.has_months(history, day):
        bump = rank_bump(history, standings.pick_highlighted(history))
        blocks.city_chart(bump, "city_bump", f"{title}：位次走势")
with card("位次表", standings.TABLE_HELP):
    standings.standing_table(shown, progress, not totals.empty, day)
contribution.block(day, indicator)
with card("怎么排", height="content"):
    blocks.rules(indicator)
