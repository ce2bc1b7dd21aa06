"""目标: are we on plan?"""

from functools import partial

import streamlit as st

from catalog import catalog
from ingest.changes import progress
from ingest.changes import progress_on_record as door
from ui import remembered
from ui.asked import once
from ui.page import head, report_line
from ui.person import require
from ui.pickers import month_date, pick_month
from ui.targets import blocks, ledger, report_form, unmeasured
from warehouse import configured_warehouse, queries

person = require("viewer")
right = head("目标")
month = pick_month(queries.targets.target_months(), right)
report_line(month)
day = month_date(month)
answer = st.container()

plans = blocks.pick_plans(day.year)
statuses, platforms = blocks.pick_filters()

with answer:
    blocks.say_other_plan(day.year, plans)
    remembered.block("answer", partial(blocks.summary, day, plans, platforms))
if blocks.judged(day, plans, statuses, platforms).empty:
    st.info("没有符合所选状态和平台的目标。", icon=":material/filter_alt_off:")
else:
    remembered.block("list", partial(unmeasured.every, day, plans, statuses, platforms))
table = st.container()  # drawn last: it shows what the forms below it have just written
clauses = queries.targets.ledger(day, plans)
given = report_form.ask_report(
    person,
    ledger.named(clauses),
    queries.systems.clause_targets(),
    progress.SHORTEST,
    progress.LONGEST,
)
if given:
    report = progress.Progress(**given[0])
    report_form.say_reported(
        once(door.report, person, configured_warehouse(), report, given[1], catalog())
    )
reports = ledger.of(clauses, queries.targets.progress_reports())
decided = report_form.ask_review(person, reports, progress.SHORTEST)
if decided:
    outcome = once(door.decide, person, configured_warehouse(), *decided, catalog())
    report_form.say_decided(decided[1], decided[0], outcome)
with table:
    ledger.show(day, plans)
with st.expander("状态怎么来", icon=":material/rule:"):
    blocks.rules()
