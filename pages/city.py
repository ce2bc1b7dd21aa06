"""地市画像: how does one city stand, alone or beside up to five others?"""

import streamlit as st

from charts.position_strip import position_strip
from ui import notes
from ui.city import blocks, score
from ui.drawing import show_chart
from ui.page import card, head, report_line
from ui.pickers import month_date, pick_month
from warehouse import queries

right = head("地市画像")
month = pick_month(queries.common.months(), right)
report_line(month)
cities = blocks.pick_cities(*st.columns([1, 2]))
day = month_date(month)

profile, *beside = [queries.city.city_profile(day, city) for city in cities]
blocks.stop_if_empty(profile, month)
history = queries.city.city_history(day, cities)

blocks.summary([profile, *beside])
blocks.links(profile, month)
wide = len(beside) > 1  # then the table stands below, or it would end in the middle
left, right = (st.container(), st.container()) if wide else st.columns([2, 3])
with left, card("各项位置", blocks.STRIP_HELP):
    show_chart(
        position_strip(queries.city.city_positions(day), cities),
        alt=f"{profile['city_name'].iloc[0]}各项指标的位置",
    )
with right, card("各项指标", blocks.TABLE_HELP):
    blocks.indicator_table(profile, beside)
    notes.of_city(queries.common.annotations([]), cities, month["month"])
if blocks.has_history(history):
    st.header("各项历史", anchor=False, help=blocks.HISTORY_HELP)
    with st.grid(3, min_column_width=300):
        for _, row in profile.iterrows():
            blocks.history_card(row, history, cities, month["month"])
with st.expander("参考：综合得分（权重由看的人定，没有官方依据）"):
    score.explain()
    weights = score.pick_weights()
    scores = queries.city.city_scores(day, weights)
    score.summary(scores, [profile, *beside])
    left, right = st.columns(2)
    with left:
        score.parts_table(queries.city.city_score_parts(day, cities[0], weights))
    with right:
        score.score_table(scores)
