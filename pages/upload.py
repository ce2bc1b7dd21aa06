"""上传: check the new month, explain or mend it, publish it."""

import streamlit as st

from catalog import catalog
from ingest import drafts
from ingest.changes import on_record
from ingest.changes.rebuild import holds_simulated
from ingest.forms.exports import area_template, template
from ingest.pipeline import STEPS, check_workbook
from ingest.reasons import SHORTEST, explain
from ingest.rules.outliers import outliers
from ingest.workbook import sandbox
from ui.asked import once
from ui.ending import end_page
from ui.page import card, head
from ui.person import require
from ui.review.blocks import ask_unsealing, say_returned
from ui.review.seals import sealed_at
from ui.upload import blocks, forms, verdict
from warehouse import configured_warehouse, queries

person = require("editor")
head("上传", pickers=0)
state = st.session_state
months = queries.common.months()
file = st.file_uploader(  # of any type: what another one is instead, the check says
    "月报工作簿",
    key="workbook",
    help="与官方表格同样的标签即可，版式、顺序、工作表名都可以不同。",
    max_upload_size=5,
)
if file is None:
    forms.say_lost(state.get("workbook"))
    say_returned(person, drafts.every)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        forms.template_buttons(
            months,
            lambda month: template(configured_warehouse(), month, catalog()),
            lambda month: area_template(configured_warehouse(), month, catalog()),
        )
    forms.say_how(months)
    end_page()

if state.get("checked_file") != file.file_id:
    with blocks.progress(STEPS) as tell:
        simulated = bool(holds_simulated(configured_warehouse()))
        state["checked"] = check_workbook(
            file.getvalue(), file.name, catalog(), configured_warehouse(), simulated, tell
        )
        state["outliers"] = outliers(configured_warehouse(), state["checked"])
    state["checked_file"], state["published"] = file.file_id, None
checked = state["checked"]

memory = state.setdefault("reasons", {})
answers = verdict.answers(checked, memory)
unexplained = explain(checked.problems, answers).open
verdict.verdict(checked, len(unexplained))
verdict.problems(checked, memory)
if checked.problems:
    blocks.marked_button(checked, lambda: sandbox.mark_workbook(checked.data, checked.problems))
if state["outliers"]:
    with card("离群值"):
        blocks.outlier_table(state["outliers"])
blocks.say_difference(checked)

if checked.blocked:
    end_page()
user = blocks.ask_name(person)
unsealing = ask_unsealing(person, sealed_at(queries.history.seals(), checked.month))
if blocks.confirm(unexplained, user, SHORTEST, state["published"]):
    asked = person, configured_warehouse(), checked, user, catalog(), answers, unsealing
    state["published"] = once(on_record.publish, *asked)
    st.rerun()
blocks.say_outcome(state["published"], checked)
