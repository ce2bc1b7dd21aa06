"""记录: who published what, and the way back."""

import streamlit as st

from catalog import catalog
from ingest import drafts
from ingest.changes import annotate, on_record, review_on_record
from ingest.forms.exports import export_month
from ingest.reasons import SHORTEST
from ui import notes
from ui.asked import once
from ui.history import blocks, notices
from ui.page import card, head, page_button
from ui.person import require, reviewing
from ui.pickers import pick_one
from ui.review import seals
from ui.review.blocks import draft_card
from warehouse import configured_warehouse, queries

person, warehouse = require("viewer"), configured_warehouse()
right = head("记录")
loads = queries.common.loads()
blocks.stop_if_empty(loads)
blocks.load_table(loads)

options = blocks.options(loads)
chosen = int(pick_one("看哪一次", options, "load", next(iter(options)), right))
load = loads[loads["load_id"] == chosen].iloc[0]
with card(f"第 {chosen} 次入库"):
    blocks.describe(load)
    with st.container(horizontal=True, vertical_alignment="center"):
        blocks.workbook_button(
            load, lambda: bytes(queries.history.load_workbook(chosen)["workbook"].iloc[0])
        )
        blocks.export_button(
            load, lambda: export_month(configured_warehouse(), load["month"].date(), catalog())
        )
        page_button("overview", "看当时的看板", "history", known=str(chosen))
    blocks.reason_list(queries.history.load_reasons(chosen))
with card("改动", "与同一月份的上一次入库相比"):
    blocks.change_table(queries.history.load_changes(chosen))
with card("撤回"):
    may = on_record.may_revert(person, load["loaded_by"])
    asked = blocks.ask_revert(load, SHORTEST, person, may)
    if asked:
        outcome = once(on_record.revert, person, warehouse, chosen, *asked[::-1], catalog())
        st.session_state["reverted"] = outcome, chosen
        st.rerun()  # the table above shows what is true now
    if "reverted" in st.session_state:
        blocks.say_reverted(*st.session_state.pop("reverted"))
closed = queries.history.seals()
if reviewing() or not closed.empty:
    with card("封账", seals.HELP, height="content"):
        seal = seals.ask_seal(person, loads, SHORTEST)
        if seal:
            outcome = once(review_on_record.seal, person, warehouse, *seal, catalog())
            st.session_state["sealed"] = *seal[:2], outcome
            st.rerun()
        if "sealed" in st.session_state:
            seals.say_done_seal(*st.session_state.pop("sealed"))
        seals.seal_table(closed)
if reviewing() and person.may("upload"):
    draft_card(drafts.every())
with card("注记", notes.HELP, height="content"):
    shown = queries.common.figure_months()["month_text"].tolist()
    known = queries.common.indicators_with_data()["indicator_code"].tolist()
    written = notes.ask_note(person, shown, known, annotate.SHORTEST, annotate.LONGEST)
    if written:
        outcome = once(on_record.write_note, person, warehouse, catalog=catalog(), **written)
        notes.keep_written(outcome)
    notes.say_kept()
    taken = notes.ask_take_back(person, queries.common.annotations([]), annotate.SHORTEST)
    if taken:
        outcome = once(on_record.take_note_back, person, warehouse, *taken, catalog())
        notes.say_taken_back(taken[0], outcome)
    notes.note_table(queries.common.annotations([]))
notices.notice_card(person)
