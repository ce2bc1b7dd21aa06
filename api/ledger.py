"""/data/ledger.*: 工作要点台账 as it stands in one month, clause by clause."""

from collections.abc import Iterable

from api.parameters import code_of, month_of, part_of, split_values
from catalog import catalog
from catalog.labels import plan_label
from export.choice import LedgerChoice
from warehouse import queries

ALLOWED = ("month", "plan", "lead", "known", "limit", "offset")


def read_ledger_choice(pairs: Iterable[tuple[str, str]]) -> LedgerChoice:
    """The choice that these query parameters make: by default the newest complete month, every
    plan, every department. This run looks back where it says. Raises Refused."""
    others = {"months": "month", "plans": "plan", "leads": "lead"}
    said = split_values(pairs, ALLOWED, others, ALLOWED)
    part = part_of(said)
    plans = {str(c.plan_year): plan_label(c.plan_year) for c in catalog().clauses}
    leads = {lead: lead for c in catalog().clauses for lead in c.leads}
    return LedgerChoice(
        month_of(said, queries.targets.target_months()),
        tuple(int(code_of("plan", value, plans)) for value in said.get("plan", [])),
        tuple(code_of("lead", value, leads) for value in said.get("lead", [])),
        **part,
    )
