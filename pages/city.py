"""地市画像: how does one city stand, alone or beside up to five others?"""

from functools import partial

import streamlit as st

from ui import remembered
from ui.city import blocks, profile, score
from ui.page import head, report_line
from ui.pickers import month_date, pick_month
from warehouse import queries

right = head("地市画像")
month = pick_month(queries.common.months(), right)
report_line(month)
cities = blocks.pick_cities(*st.columns([1, 2]))
day = month_date(month)

remembered.block("profile", partial(profile.content, month, cities))
with st.expander("参考：综合得分（权重由看的人定，没有官方依据）"):
    score.explain()
    weights = score.pick_weights()
    remembered.block("score", partial(score.content, day, cities, weights))
