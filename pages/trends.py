"""趋势: how did an indicator develop?"""

import streamlit as st

from charts.theme import CONFIG
from charts.trend_lines import trend_lines
from ui import notes
from ui.legend import legend
from ui.page import card, head
from ui.pickers import pick_many, pick_segment
from ui.trends import blocks
from warehouse import queries

head("趋势")
known = queries.common.indicators_with_data()
blocks.stop_if_empty(known)

left, right = st.columns([3, 1], vertical_alignment="bottom")
indicators = pick_many(
    "指标",
    blocks.options(known),
    "indicators",
    blocks.defaults(known),
    left,
    limit=8,
    empty="请选择指标",
)
measure = pick_segment(
    "口径", blocks.MEASURES, "measure", "cumulative", right, help=blocks.MEASURE_HELP
)
members = blocks.pick_members(known, indicators)

if not indicators:
    st.info("请先选择指标。")
    st.stop()
series = queries.trends.trend(indicators, measure, members)
blocks.say_without_data(known, indicators, measure, series)
if series.empty:
    st.stop()

said = queries.common.annotations(indicators)
legend(series)
with st.grid(2, min_column_width=360):
    for code, rows in series.groupby("indicator_code", sort=False):
        mine = said[said["indicator_code"] == code]
        with card(blocks.title(rows, measure)):
            st.plotly_chart(trend_lines(rows, mine), config=CONFIG, alt=blocks.title(rows, measure))
            notes.under_chart(mine, rows["month"])

with card("数值与出处"):
    blocks.figure_table(series)
