"""趋势: how did an indicator develop?"""

from functools import partial

import streamlit as st

from catalog import catalog
from catalog.opening import MOST_INDICATORS, opening_indicators
from ingest.changes import annotate, on_record
from ui import notes, remembered
from ui.asked import once
from ui.ending import end_page
from ui.page import head
from ui.person import require
from ui.pickers import pick_many, pick_segment, side_by_side
from ui.trends import blocks, content
from warehouse import configured_warehouse, queries

person = require("viewer")
head("趋势", pickers=0)
known = queries.common.indicators_with_data()
blocks.stop_if_empty(known)

options = blocks.options(known)
defaults = opening_indicators(list(options))
indicators = pick_many(
    "指标", options, "indicators", defaults, limit=MOST_INDICATORS, empty="请选择指标"
)
with side_by_side():
    measure = pick_segment(
        "口径", blocks.MEASURES, "measure", "cumulative", help=blocks.MEASURE_HELP
    )
    months = blocks.pick_months()
members = blocks.pick_members(known, indicators)

if not indicators:
    st.info("请先选择指标。")
    end_page()
choice = content.Choice(indicators, measure, members, months)
series = choice.series()
blocks.say_without_data(known, indicators, measure, series)
if series.empty:
    end_page()

notes.say_kept()
st.html(remembered.piece("cards", partial(content.cards, choice)))
shown = sorted({f"{m:%Y-%m}" for m in series["month"]}, reverse=True)
drawn = series["indicator_code"].unique().tolist()
limits = annotate.SHORTEST, annotate.LONGEST
written = notes.ask_note(person, shown, drawn, *limits, key="trend_note")
if written:
    to = configured_warehouse()
    outcome = once(on_record.write_note, person, to, catalog=catalog(), **written)
    notes.keep_written(outcome, "trend_note")
content.figures(choice)
