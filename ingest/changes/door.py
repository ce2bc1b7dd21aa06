"""The one door through which the web changes data: it asks what the person may do, does it, and
writes the audit trail."""

import datetime as dt

from access import audit
from access.person import Person
from catalog import Catalog
from ingest.changes import annotate
from ingest.changes import publish as publishing
from ingest.changes import revert as reverting
from ingest.changes.publish import Answers, MonthChanged, Published
from ingest.pipeline import Checked
from warehouse import publisher
from warehouse.lake import Address


class Refused(PermissionError):
    """The person may not do this. Carries the reference that the audit trail has."""

    def __init__(self, reference: str):
        super().__init__(f"refused, reference {reference}")
        self.reference = reference


def publish(
    person: Person, path: Address, checked: Checked, user: str, catalog: Catalog, answers: Answers
) -> Published | MonthChanged | Refused:
    """`publish.attempt`, if the person may upload. `user` is who signs where nobody signed in."""
    if not person.may("upload"):
        return _refuse("upload", person, checked.file_name)
    done = publishing.attempt(path, checked, person.signature or user, catalog, answers)
    outcome = (
        "somebody else was first"
        if isinstance(done, MonthChanged)
        else f"load {done.load_id}"
        if done.new
        else f"already load {done.load_id}"
    )
    audit.record("upload", outcome, person, f"{checked.file_name} {checked.sha256}")
    return done


def revert(
    person: Person, path: Address, load_id: int, reason: str, user: str, catalog: Catalog
) -> int | Refused | None:
    """`publish.attempt_revert`, if the person may take this load back: an editor their own, an
    admin any."""
    found = publisher.read(path, "SELECT loaded_by FROM load WHERE load_id = $1", [load_id])
    if not may_revert(person, found[0][0] if found else ""):
        return _refuse("revert", person, f"load {load_id}")
    done = reverting.attempt_revert(path, load_id, reason, person.signature or user, catalog)
    audit.record("revert", f"load {done}" if done else "not in force", person, f"load {load_id}")
    return done


def write_note(
    person: Person,
    path: Address,
    month: dt.date,
    indicator: str,
    text: str,
    author: str,
    catalog: Catalog,
) -> int | Refused:
    """`annotate.annotate`, if the person may. Returns the note's number."""
    if not person.may("annotate"):
        return _refuse("annotate", person, f"{month:%Y-%m} {indicator}")
    done = annotate.annotate(path, month, indicator, text, person.signature or author, catalog)
    audit.record("annotate", f"note {done}", person, f"{month:%Y-%m} {indicator}")
    return done


def take_note_back(
    person: Person, path: Address, number: int, reason: str, author: str, catalog: Catalog
) -> int | Refused | None:
    """`annotate.attempt_take_back`, if the person may."""
    if not person.may("annotate"):
        return _refuse("annotate", person, f"take back note {number}")
    done = annotate.attempt_take_back(path, number, reason, person.signature or author, catalog)
    audit.record(
        "annotate", f"note {done}" if done else "not in force", person, f"take back note {number}"
    )
    return done


def may_revert(person: Person, signature: str) -> bool:
    return person.may("revert_any") or (person.may("revert_own") and person.signed(signature))


def _refuse(action: str, person: Person, target: str) -> Refused:
    return Refused(audit.record(action, "refused", person, target))
