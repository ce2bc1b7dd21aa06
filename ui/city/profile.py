"""What 地市画像 shows of a month and its cities, but the score."""

import pandas as pd
import streamlit as st

from charts.position_strip import places_of
from ui import html_parts, notes
from ui.city import answer, blocks
from ui.drawing import places_html
from ui.page import card
from ui.pickers import month_date
from warehouse import queries


def content(month: pd.Series, cities: list[str]) -> None:
    """`month` is a row of `queries.common.months`, `cities` the city and those beside it."""
    day = month_date(month)
    profile, *beside = [queries.city.city_profile(day, city) for city in cities]
    blocks.stop_if_empty(profile, month)
    history = queries.city.city_history(day, cities)

    answer.summary([profile, *beside])
    blocks.links(profile, month)
    wide = len(beside) > 1  # then the table stands below, or it would end in the middle
    left, right = (st.container(), st.container()) if wide else st.columns([2, 3])
    alt = f"{profile['city_name'].iloc[0]}各项指标的位置"
    strip = places_html(places_of(queries.city.city_positions(day), cities), alt)
    left.html(html_parts.card("各项位置", blocks.STRIP_HELP, strip))
    with right, card("各项指标", blocks.TABLE_HELP):
        blocks.indicator_table(profile, beside, month["month_text"])
        notes.of_city(queries.common.annotations([]), cities, month["month"])
    if blocks.has_history(history):
        st.header("各项历史", anchor=False, help=blocks.HISTORY_HELP)
        with st.grid(4, min_column_width=300):
            for _, row in profile.iterrows():
                blocks.history_card(row, history, cities, month["month"])
