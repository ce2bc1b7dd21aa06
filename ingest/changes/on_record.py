"""The one place where data changes, for the web and the command line: it asks what the
person may do, writes down what is begun, does it, and leaves one line in the audit trail."""

import datetime as dt
import pathlib
from collections.abc import Callable
from functools import partial
from typing import Any

from access import review
from access.outcome import Outcome
from access.person import Person
from catalog import Catalog
from ingest.changes import annotate, review_on_record
from ingest.changes import migrate as migrating
from ingest.changes import publish as publishing
from ingest.changes import rebuild as rebuilding
from ingest.changes import revert as reverting
from ingest.changes.door import carry_out
from ingest.changes.publish import Answers
from ingest.changes.seals import MonthSealed
from ingest.pipeline import Checked
from warehouse import publisher
from warehouse.kind import Warehouse


def publish(
    person: Person,
    path: Warehouse,
    checked: Checked,
    user: str,
    catalog: Catalog,
    answers: Answers,
    unsealing: str = "",
) -> Outcome:
    """Publish a checked workbook: done, already, overtaken, sealed or refused; drafted where 复核
    is on. `user` signs where nobody signed in; `unsealing`: an admin's reason to change a sealed
    month."""
    if review.is_on():
        return review_on_record.draft(person, path, checked, user, answers)
    by = person.signature or user
    allowed_to = unsealing if person.may("change_sealed") else ""

    def change() -> Outcome:
        return publishing.outcome_of(path, checked, by, catalog, answers, None, allowed_to)

    target = f"{checked.file_name} {checked.sha256}"
    shows = ("load", checked.sha256, by)
    return carry_out("upload", person, person.may("upload"), path, target, change, shows)


def revert(
    person: Person, path: Warehouse, load_id: int, reason: str, user: str, catalog: Catalog
) -> Outcome:
    """Take a load back: done, gone, sealed or refused."""
    by = person.signature or user
    signed = "SELECT loaded_by FROM load WHERE load_id = $1"
    found = publisher.read(path, signed, [load_id]) if path.exists() else []
    allowed_to = reason if person.may("change_sealed") else ""

    def change() -> Outcome:
        try:
            number = reverting.revert(path, load_id, reason, by, catalog, allowed_to)
        except reverting.NotInForce:
            return Outcome("gone", "not in force")
        except MonthSealed as sealed:
            return publishing.sealed_by(sealed)
        return Outcome("done", f"load {number}", number)

    allowed = may_revert(person, found[0][0] if found else "")
    shows = ("load that reverts", str(load_id), by)
    return carry_out("revert", person, allowed, path, f"load {load_id}", change, shows)


def may_revert(person: Person, signature: str) -> bool:
    """An editor their own, an admin any. Under 复核 nobody changes alone what is published: then it
    takes a reviewer, and somebody else's load."""
    if review.is_on() and not person.may("revert_any"):
        return person.may("sign") and not person.signed(signature)
    return person.may("revert_any") or (person.may("revert_own") and person.signed(signature))


def write_note(
    person: Person,
    path: Warehouse,
    month: dt.date,
    indicator: str,
    text: str,
    author: str,
    catalog: Catalog,
    until: dt.date | None = None,
    city: str = "",
) -> Outcome:
    """Write a note on months of an indicator or of one of its cities: done or refused."""
    by = (person.signature or author).strip()

    def change() -> Outcome:
        number = annotate.annotate(path, month, indicator, text, by, catalog, until, city)
        return Outcome("done", f"note {number}", number)

    months = f"{month:%Y-%m}" + (f" to {until:%Y-%m}" if until else "")
    target, shows = f"{months} {indicator} {city}".rstrip(), ("note", text.strip(), by)
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
