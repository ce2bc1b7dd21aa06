"""县区镇街: who leads and who lags inside an area, one level further down with each click?"""

from functools import partial

import streamlit as st

from charts.area_bars import area_bars, shown_bars
from export.choice import AreaChoice
from export.files import areas_bytes
from ui.areas import blocks as areas
from ui.areas import choice, sums, tables
from ui.cities import blocks as cities
from ui.drawing import show_chart
from ui.ending import end_page
from ui.page import card, head
from ui.pickers import month_date, pick_month, pick_one
from warehouse import queries
from warehouse.reader import time_looked_at

month = pick_month(queries.areas.area_months(), head("县区镇街"))
areas.data_line(month)
left, right = st.columns(2)
area = choice.pick_area(left)
indicator = pick_one("指标", choice.options(), "indicator", "city_citizen_users", right)
inside = choice.ranked_inside(area)
with st.container(horizontal=True, gap="small"):
    level = choice.pick_level(inside)
    scale = choice.pick_scale(indicator, level)
choice.breadcrumb(area)
if area.level == "province" and not month["areas"]:
    areas.say_what_loads(month)
    choice.cities_down()
    end_page()

day = month_date(month)
everybody = queries.areas.area_ranking(day, indicator, level, inside.code, scale)
ranking, unreported = areas.ranked(everybody), areas.unreported(everybody)
title = areas.title(inside, level, indicator, scale)
if area.level != "province":
    profile = queries.areas.area_profile(day, area.code)
    areas.own_place(area, profile, indicator)
if ranking.empty:
    areas.say_no_ranking(inside, level, indicator, month)
else:
    areas.summary(ranking, unreported, inside, level, scale)
    sums.say_sum(ranking.iloc[0], unreported, inside, level)
if area.level == "province":
    choice.cities_down()

lines = areas.histories(
    queries.areas.area_history(day, indicator, areas.first_codes(ranking, area)), ranking, area
)
if not ranking.empty:
    unit, decimals = cities.unit_of(ranking, scale)
    view = f"{area.code}_{level}_{indicator}"
    left, right = st.columns([5, 4]) if lines else (st.container(), st.container())
    with left, card(f"{title}（{unit}）", areas.CHART_HELP):
        show_chart(
            area_bars(ranking, scale, unit, decimals, area.code),
            alt=title,
            key=f"bars_{view}",
            on_click=partial(choice.look_into_nth, shown_bars(ranking)),
        )
        choice.ways_down(ranking)
with right if len(ranking) and lines else st.container():
    for name, rows in lines.items():
        areas.history_card(rows, name)
if not ranking.empty:
    with card("位次表", tables.TABLE_HELP):
        to = choice.row_addresses(ranking, indicator, month["month_text"])
        tables.ranks(ranking, level, scale, f"rows_{view}", to)
tables.unreported_areas(unreported, ranking, level)
if area.level != "province":
    with card(f"{area.name}的各项指标", tables.PROFILE_HELP):
        tables.profile_of(profile, area)
with card("下载", height="content"):
    wanted = AreaChoice(day, level, inside.code, known=time_looked_at())
    areas.downloads(month, level, inside, wanted.known, lambda kind: areas_bytes(wanted, kind))
