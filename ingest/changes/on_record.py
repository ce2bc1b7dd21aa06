"""The one place where data changes, for the web and the command line: it asks what the
person may do, writes down what is begun, does it, and leaves one line in the audit trail."""

import datetime as dt
import logging
import pathlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from access import audit, intents
from access.outcome import Outcome
from access.person import Person
from catalog import Catalog
from ingest.changes import annotate, unfinished
from ingest.changes import migrate as migrating
from ingest.changes import publish as publishing
from ingest.changes import rebuild as rebuilding
from ingest.changes import revert as reverting
from ingest.changes.publish import Answers, MonthChanged
from ingest.pipeline import Checked
from warehouse import publisher
from warehouse.kind import Warehouse

_log = logging.getLogger("kpi.changes")


def publish(
    person: Person, path: Warehouse, checked: Checked, user: str, catalog: Catalog, answers: Answers
) -> Outcome:
    """Publish a checked workbook: done, already, overtaken or refused. `user` signs where nobody
    signed in."""
    by = person.signature or user

    def change() -> Outcome:
        try:
            done = publishing.publish(path, checked, by, catalog, answers)
        except MonthChanged as moved:
            return Outcome(
                "overtaken",
                "somebody else was first",
                who=moved.who,
                when=moved.when,
                month=moved.month,
            )
        if done.new:
            return Outcome("done", f"load {done.load_id}", done.load_id)
        return Outcome("already", f"already load {done.load_id}", done.load_id)

    target = f"{checked.file_name} {checked.sha256}"
    shows = ("load", checked.sha256, by)
    return carry_out("upload", person, person.may("upload"), path, target, change, shows)


def revert(
    person: Person, path: Warehouse, load_id: int, reason: str, user: str, catalog: Catalog
) -> Outcome:
    """Take a load back, an editor their own, an admin any: done, gone or refused."""
    by = person.signature or user
    signed = "SELECT loaded_by FROM load WHERE load_id = $1"
    found = publisher.read(path, signed, [load_id]) if path.exists() else []

    def change() -> Outcome:
        try:
            number = reverting.revert(path, load_id, reason, by, catalog)
        except reverting.NotInForce:
            return Outcome("gone", "not in force")
        return Outcome("done", f"load {number}", number)

    allowed = may_revert(person, found[0][0] if found else "")
    shows = ("load that reverts", str(load_id), by)
    return carry_out("revert", person, allowed, path, f"load {load_id}", change, shows)


def may_revert(person: Person, signature: str) -> bool:
    return person.may("revert_any") or (person.may("revert_own") and person.signed(signature))


def write_note(
    person: Person,
    path: Warehouse,
    month: dt.date,
    indicator: str,
    text: str,
    author: str,
    catalog: Catalog,
) -> Outcome:
    """Write a note on a month of an indicator: done or refused."""
    by = (person.signature or author).strip()

    def change() -> Outcome:
        number = annotate.annotate(path, month, indicator, text, by, catalog)
        return Outcome("done", f"note {number}", number)

    target, shows = f"{month:%Y-%m} {indicator}", ("note", text.strip(), by)
    return carry_out("annotate", person, person.may("annotate"), path, target, change, shows)


def take_note_back(
    person: Person, path: Warehouse, number: int, reason: str, author: str, catalog: Catalog
) -> Outcome:
    """Take a note back: done, gone or refused."""
    by = (person.signature or author).strip()

    def change() -> Outcome:
        try:
            row = annotate.take_back(path, number, reason, by, catalog)
        except annotate.NoSuchNote:
            return Outcome("gone", "not in force")
        return Outcome("done", f"note {row}", row)

    target, shows = f"take back note {number}", ("note that removes", str(number), by)
    return carry_out("annotate", person, person.may("annotate"), path, target, change, shows)


# upkeep: what these raise says why nothing was done, and the trail has it too


def refresh(person: Person, path: Warehouse, catalog: Catalog) -> str | None:
    """Bring the warehouse up to date; what was done, None where nothing was needed."""
    needed = rebuilding.needed(path, catalog)
    if needed:
        _upkeep(
            "refresh", person, path, path.name, partial(rebuilding.refresh, path, catalog), "{}"
        )
    return needed


def rebuild(person: Person, path: Warehouse, catalog: Catalog) -> Outcome:
    work = partial(rebuilding.rebuild, path, catalog)
    return _upkeep("rebuild", person, path, path.name, work, "{} loads")


def migrate(person: Person, source: Warehouse, target: Warehouse, catalog: Catalog) -> Outcome:
    work = partial(migrating.migrate, source, target, catalog)
    return _upkeep(
        "migrate", person, target, f"{source.name} to {target.name}", work, "{0[load]} loads"
    )


def restore(person: Person, path: Warehouse, file: pathlib.Path) -> Outcome:
    return _upkeep("restore", person, path, file.name, partial(path.restore, file), "{0[0]} loads")


def back_up(person: Person, path: Warehouse, folder: pathlib.Path) -> Outcome:
    work = partial(path.back_up, folder)
    return _upkeep("backup", person, path, path.name, work, "{0[0].name}")


def _upkeep(
    action: str, person: Person, path: Warehouse, target: str, work: Callable[[], Any], said: str
) -> Outcome:
    def change() -> Outcome:
        result = work()
        return Outcome("done", said.format(result), result=result)

    return carry_out(action, person, person.may("manage"), path, target, change)


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
