"""How a change is carried out: between an intent that is written down before it and one line of the
audit trail after it."""

import logging
from collections.abc import Callable
from dataclasses import replace

from access import audit, intents
from access.outcome import Outcome
from access.person import Person
from ingest.changes import unfinished
from warehouse.kind import Warehouse

_log = logging.getLogger("kpi.changes")


def carry_out(
    action: str,
    person: Person,
    allowed: bool,
    path: Warehouse,
    target: str,
    change: Callable[[], Outcome],
    shows: tuple[str, ...] = (),
) -> Outcome:
    """Carry a change out between an intent and a line of the trail. Raises Unrecordable before
    anything changes, and whatever the change raises if the warehouse does not show it."""
    if not allowed:
        reference = audit.note(action, "refused", person, target)
        return Outcome("refused", "refused", reference=reference)
    unfinished.complete(path)
    who = {"account": person.account, "name": person.name, "role": person.role}
    what = {"action": action, "target": target, "warehouse": str(path), "shows": shows}
    begun = intents.begin(who | what)
    try:
        outcome = change()
    except BaseException as fault:
        found = unfinished.shown(path, begun) if isinstance(fault, Exception) else 0
        if not found:
            unfinished.end(begun, None if found is None else f"failed: {type(fault).__name__}")
            raise
        _log.error("%s was done and then failed", action, exc_info=fault)
        outcome = Outcome("done", f"{shows[0].split()[0]} {found}", found)
    return replace(outcome, reference=begun.reference, recorded=unfinished.end(begun, outcome.said))
