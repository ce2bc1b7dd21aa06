"""数值出处: where does this number come from?"""

import streamlit as st

from catalog import catalog
from ingest.changes import correct, on_record
from ingest.problems import Problem
from ingest.reasons import SHORTEST, explain
from ui.asked import once
from ui.page import card, head
from ui.person import require
from ui.pickers import pick_one, pick_segment
from ui.review.blocks import ask_unsealing
from ui.review.seals import sealed_at
from ui.source import blocks, correction
from ui.upload import verdict
from ui.upload.blocks import ask_name, confirm
from warehouse import configured_warehouse, queries

head("数值出处")
known = queries.common.indicators_with_data()
blocks.stop_if_empty(known)

indicator = pick_one("指标", blocks.indicator_options(known), "indicator", blocks.default(known))
places = queries.source.figure_places(indicator)
where = st.grid(3, min_column_width=150)
month = blocks.pick_month(places, where)
member = blocks.pick_member(places, month, where)
measure = pick_segment(
    "口径",
    blocks.measures(places, month, member),
    "measure",
    blocks.first_measure(places, month, member),
    where,
)

figure = queries.source.figure_at(month, indicator, member, measure)
blocks.stop_if_absent(figure)
with card("引用"):
    blocks.citation(figure.iloc[0])
with card("出处"):
    blocks.describe(figure.iloc[0])
with card("历次入库的值", "同一个数值每次入库时印的样子；现行的是现在各页显示的。"):
    blocks.history_table(queries.source.figure_history(month, indicator, member, measure))

who, state, warehouse = require("viewer"), st.session_state, configured_warehouse()
if "corrected" in state:
    correction.say_outcome(*state.pop("corrected"))
if correction.may_correct(who, figure.iloc[0]):
    place = correct.Place(*figure[["load_id", "source_sheet", "source_cell"]].values.tolist()[0])
    with card("更正", correction.HELP, height="content"):
        asked = correction.ask(figure.iloc[0], SHORTEST, correct.LONGEST)
        memory = state.setdefault("reasons", {})
        if asked:
            state.pop("correction", None)
            made = correct.correct(warehouse, place, *asked, catalog())
            state["correction"] = place, made
            if not isinstance(made, Problem):
                correction.remember(*made, memory)
        mine, found = state.get("correction", (None, None))
        if mine == place and isinstance(found, Problem):
            correction.say_impossible(found)
        elif mine == place and found:
            checked = found[0]
            answers = verdict.answers(checked, memory)
            unexplained = explain(checked.problems, answers).open
            correction.found(checked, memory, unexplained)
            if not checked.blocked:
                name = ask_name(who, "corrector")
                sealed = sealed_at(queries.history.seals(), checked.month)
                unsealing = ask_unsealing(who, sealed)
                if confirm(unexplained, name, SHORTEST, None, "确认更正"):
                    told = who, warehouse, checked, name, catalog(), answers, unsealing
                    outcome = once(on_record.publish, *told)
                    state["corrected"] = outcome, state.pop("correction")[1][0]
                    st.rerun()
