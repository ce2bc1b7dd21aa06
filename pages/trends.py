"""趋势: how did an indicator develop?"""

from functools import partial

import streamlit as st

from catalog import catalog
from ingest.changes import annotate, on_record
from ui import notes, remembered
from ui.ending import end_page
from ui.legend import legend
from ui.page import card, head
from ui.person import require
from ui.pickers import pick_many, pick_segment
from ui.trends import blocks
from ui.trends.content import Choice, figures
from ui.trends.content import card as drawn
from warehouse import configured_warehouse, queries

person = require("viewer")
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
months = blocks.pick_months()

if not indicators:
    st.info("请先选择指标。")
    end_page()
choice = Choice(indicators, measure, members, months)
series = choice.series()
blocks.say_without_data(known, indicators, measure, series)
if series.empty:
    end_page()

notes.say_kept()
with st.grid(2, min_column_width=360):
    for code, rows in series.groupby("indicator_code", sort=False):
        with st.container(border=True, height="stretch"):
            st.html(remembered.piece(f"card {code}", partial(drawn, code, choice)))
            shown = sorted({f"{m:%Y-%m}" for m in rows["month"]}, reverse=True)
            limits = annotate.SHORTEST, annotate.LONGEST
            form = f"note-{code}"
            written = notes.ask_note(person, shown, [code], *limits, key=form)
            if written:
                to = configured_warehouse()
                outcome = on_record.write_note(person, to, catalog=catalog(), **written)
                notes.keep_written(outcome, form)
legend(series)

with card("数值与出处"):
    figures(choice)
