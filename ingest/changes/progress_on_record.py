"""The door for reports of progress: who may write, review and take them back, one line of the trail
each."""

from access.outcome import Outcome
from access.person import Person
from catalog import Catalog
from ingest.changes import progress
from ingest.changes.door import carry_out
from ingest.changes.progress import NoSuchReport, OwnReport, Progress
from warehouse import publisher
from warehouse.kind import Warehouse


def report(
    person: Person, path: Warehouse, said: Progress, author: str, catalog: Catalog
) -> Outcome:
    """Report progress on a clause: done or refused. `author` signs where nobody signed in."""
    by = (person.signature or author).strip()

    def change() -> Outcome:
        number = progress.report(path, said, by, catalog)
        return Outcome("done", f"report {number}", number)

    target = f"{said.clause_code} {said.target_code}".strip()
    shows = ("report", said.words.strip(), by)
    return carry_out("report", person, person.may("report"), path, target, change, shows)


def review(person: Person, path: Warehouse, number: int, author: str, catalog: Catalog) -> Outcome:
    """Confirm somebody else's report: done, gone or refused; own where it is the person's own."""
    by = (person.signature or author).strip()

    def change() -> Outcome:
        try:
            row = progress.review(path, number, by, catalog)
        except OwnReport:
            return Outcome("own", "own report")
        except NoSuchReport:
            return Outcome("gone", "not waiting")
        return Outcome("done", f"report {row}", row)

    shows = ("report that reviews", str(number), by)
    target = f"review report {number}"
    return carry_out("review", person, person.may("review"), path, target, change, shows)


def decide(
    person: Person,
    path: Warehouse,
    confirmed: bool,
    number: int,
    reason: str,
    author: str,
    catalog: Catalog,
) -> Outcome:
    """Review a report, or return it with a reason."""
    if confirmed:
        return review(person, path, number, author, catalog)
    return take_back(person, path, number, reason, author, catalog)


def take_back(
    person: Person, path: Warehouse, number: int, reason: str, author: str, catalog: Catalog
) -> Outcome:
    """Take a report back, or return it: an editor their own, who reviews any; done, gone or
    refused."""
    by = (person.signature or author).strip()
    signed = "SELECT author FROM progress_report WHERE progress_id = $1"
    found = publisher.read(path, signed, [number]) if path.exists() else []

    def change() -> Outcome:
        try:
            row = progress.take_back(path, number, reason, by, catalog)
        except NoSuchReport:
            return Outcome("gone", "not in force")
        return Outcome("done", f"report {row}", row)

    own = person.may("report") and bool(found) and person.signed(found[0][0])
    allowed = person.may("review") or own
    shows = ("report that removes", str(number), by)
    return carry_out("report", person, allowed, path, f"take back report {number}", change, shows)
