"""复核: what waits for a signature, what it would change now; sign it or return it."""

import streamlit as st

from catalog import catalog
from ingest import drafts
from ingest.changes import review_on_record
from ingest.reasons import SHORTEST, explain
from ui.asked import once
from ui.ending import end_page
from ui.page import card, head
from ui.person import require
from ui.pickers import pick_one
from ui.review import blocks, seals
from ui.upload import blocks as upload
from ui.upload import verdict
from warehouse import configured_warehouse, queries

person = require("editor")
right = head("复核")
warehouse = configured_warehouse()
review_on_record.sweep(warehouse)
every = drafts.every()
blocks.stop_if_none(every)
options = blocks.options(every)
chosen = int(pick_one("看哪一份", options, "draft", next(iter(options)), right))
draft = next(d for d in every if d.number == chosen)
if "decided" in st.session_state:
    blocks.say_decided(*st.session_state.pop("decided"))
blocks.draft_table(every)

with card(f"草稿 {chosen}", height="content"):
    blocks.describe(draft)
    upload.workbook_of(draft, lambda: drafts.workbook(draft))
if not draft.waits:
    end_page()
blocks.say_others(draft, every)
state = queries.common.warehouse_state().iloc[0]
checked = blocks.check_kept(
    (chosen, int(state["last_load"])),
    lambda: review_on_record.check_again(warehouse, draft, catalog()),
)
blocks.stop_if_gone(draft, checked)
seen = review_on_record.standing(warehouse, checked)
moved = review_on_record.mover(warehouse, draft.seen, seen) if seen != draft.seen else None
blocks.say_overtaken_since(moved)
unexplained = explain(checked.problems, draft.given).open
verdict.verdict(checked, len(unexplained))
verdict.problems(checked, {}, draft.given)
upload.say_difference(checked)
with card("签发或退回", height="content"):
    ready = not checked.blocked and not unexplained
    sealed = seals.sealed_at(queries.history.seals(), checked.month)
    decided = blocks.ask_decision(person, draft, ready, sealed, SHORTEST)
    if decided:
        signed, words, unsealing, name = decided
        outcome = (
            once(review_on_record.sign, person, warehouse, chosen, seen, name, catalog(), unsealing)
            if signed
            else once(review_on_record.send_back, person, warehouse, chosen, words, name)
        )
        st.session_state["decided"] = chosen, signed, outcome
        st.rerun()
