"""/data/ledger.*: 工作要点台账 as it stands in one month, clause by clause."""

import datetime as dt
from collections.abc import Iterable

from api.parameters import LATEST, code_of, known_load, single, split_values, whole
from catalog import catalog
from catalog.labels import plan_label
from export.choice import LedgerChoice, Refused
from warehouse import queries
from warehouse.extract import ROWS_AT_MOST
from warehouse.reader import look_back_to

ALLOWED = ("month", "plan", "lead", "known", "limit", "offset")


def read_ledger_choice(pairs: Iterable[tuple[str, str]]) -> LedgerChoice:
    """The choice that these query parameters make: by default the newest complete month, every
    plan, every department. This run looks back where it says. Raises Refused."""
    others = {"months": "month", "plans": "plan", "leads": "lead"}
    said = split_values(pairs, ALLOWED, others, ALLOWED)
    known = known_load(single(said, "known", LATEST))
    look_back_to(known)
    plans = {str(c.plan_year): plan_label(c.plan_year) for c in catalog().clauses}
    leads = {lead: lead for c in catalog().clauses for lead in c.leads}
    return LedgerChoice(
        _month(said),
        tuple(int(code_of("plan", value, plans)) for value in said.get("plan", [])),
        tuple(code_of("lead", value, leads) for value in said.get("lead", [])),
        known,
        whole(said, "limit", ROWS_AT_MOST, 1),
        whole(said, "offset", 0, 0),
    )


def _month(said: dict[str, list[str]]) -> dt.date:
    months = queries.targets.target_months()
    if months.empty:
        raise Refused("还没有月报，装入工作簿后这里会有。")
    complete = months[months["complete"]]
    newest = (months if complete.empty else complete)["month_text"].iloc[0]
    text = code_of("month", single(said, "month", newest), {m: m for m in months["month_text"]})
    return dt.date.fromisoformat(f"{text}-01")
