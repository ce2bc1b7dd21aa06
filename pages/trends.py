"""趋势: how did an indicator develop?"""

import streamlit as st

from charts.theme import CONFIG
from charts.trend_lines import trend_lines
from ui import notes, trends
from ui.marks import legend
from ui.page import card, head
from ui.pickers import pick_many, pick_segment
from warehouse import queries

head("趋势")
known = queries.indicators_with_data()
trends.stop_if_empty(known)

left, right = st.columns([3, 1], vertical_alignment="bottom")
indicators = pick_many(
    "指标",
    trends.options(known),
    "indicators",
    trends.defaults(known),
    left,
    limit=8,
    empty="请选择指标",
)
measure = pick_segment(
    "口径", trends.MEASURES, "measure", "cumulative", right, help=trends.MEASURE_HELP
)
members = trends.pick_members(known, indicators)

if not indicators:
    st.info("请先选择指标。")
    st.stop()
series = queries.trend(indicators, measure, members)
trends.say_without_data(known, indicators, measure, series)
if series.empty:
    st.stop()

said = queries.annotations(indicators)
legend(series)
with st.grid(2, min_column_width=360):
    for code, rows in series.groupby("indicator_code", sort=False):
        mine = said[said["indicator_code"] == code]
        with card(trends.title(rows, measure)):
            st.plotly_chart(trend_lines(rows, mine), config=CONFIG, alt=trends.title(rows, measure))
            notes.under_chart(mine, rows["month"])

with card("数值与出处"):
    trends.figure_table(series)
