"""Reports of progress on the clauses of the plans: written, reviewed by somebody else, taken back;
each is a new row, so that who said what stays known."""

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import Decimal

from catalog import Catalog
from ingest.changes import written
from warehouse import publisher
from warehouse.kind import Warehouse
from words.clock import beijing_today
from words.names import STATES

SHORTEST, LONGEST = 6, 500  # characters


class NoSuchReport(ValueError):
    """There is no report in force with this number, or it is reviewed already."""


class OwnReport(ValueError):
    """Nobody reviews what they wrote themselves."""


@dataclass(frozen=True)
class Progress:
    """What is reported of a clause, or of one of its targets: then with its value, in its unit."""

    clause_code: str
    as_of: dt.date
    state: str
    words: str
    evidence: str = ""
    target_code: str = ""
    value: Decimal | None = None


def report(path: Warehouse, said: Progress, author: str, catalog: Catalog) -> int:
    """Write a report; returns its number. Raises ValueError where it contradicts the catalogue."""
    clause = next((c for c in catalog.clauses if c.code == said.clause_code), None)
    if clause is None or said.state not in STATES:
        raise ValueError(f"unknown clause {said.clause_code!r} or state {said.state!r}")
    if bool(said.target_code) != (said.value is not None):
        raise ValueError("a value belongs to a target, and a target needs a value")
    if said.value is not None and not (
        0 <= said.value < 10**13 and said.value == round(said.value, 4)
    ):
        raise ValueError(f"{said.value} cannot be stored")
    if len(said.evidence) > LONGEST:
        raise ValueError(f"evidence of {len(said.evidence)} characters, at most {LONGEST}")
    if said.as_of.year < clause.plan_year:
        raise ValueError(f"{said.as_of} lies before the plan of {clause.plan_year}")
    if said.as_of > beijing_today():
        raise ValueError(f"{said.as_of} has not come yet")
    return _append(path, catalog, author, **asdict(said))


def review(path: Warehouse, number: int, author: str, catalog: Catalog) -> int:
    """Confirm report `number`. Raises NoSuchReport, or OwnReport."""
    return _about(path, number, "reviewed", "复核属实，予以确认", author, catalog)


def take_back(path: Warehouse, number: int, reason: str, author: str, catalog: Catalog) -> int:
    """Take report `number` back, or return it, with a reason. Raises NoSuchReport."""
    return _about(path, number, "removed", reason, author, catalog)


def _about(
    path: Warehouse, number: int, state: str, words: str, author: str, catalog: Catalog
) -> int:
    return _append(path, catalog, author, state=state, words=words, about=number)


def _append(path: Warehouse, catalog: Catalog, author: str, **row) -> int:
    words, author = row["words"].strip(), author.strip()
    if not SHORTEST <= len(words) <= LONGEST or not author:
        raise ValueError(f"a report needs an author and {SHORTEST} to {LONGEST} characters")
    with publisher.change(path, catalog) as con:
        if "about" in row:
            row |= _reported(con, row["about"], row["state"], author)
        if row["target_code"]:
            known = "SELECT 1 FROM clause_target WHERE clause_code = $1 AND target_code = $2"
            if not con.execute(known, [row["clause_code"], row["target_code"]]).fetchone():
                raise ValueError(f"{row['target_code']} is no target of {row['clause_code']}")
        return written.append(con, "progress", row | {"words": words, "author": author})


def _reported(con, number: int, state: str, author: str) -> dict:
    """What a row about report `number` repeats of it."""
    found = con.execute(
        "SELECT clause_code, target_code, as_of, evidence, author, reviewed_by FROM "
        "progress_report WHERE progress_id = $1",
        [number],
    ).fetchone()
    if found is None or (state == "reviewed" and found[5] is not None):
        raise NoSuchReport(f"there is no report {number} in force that waits for it")
    if state == "reviewed" and found[4] == author:
        raise OwnReport(f"report {number} is by {author}")
    return dict(zip(("clause_code", "target_code", "as_of", "evidence"), found, strict=False))
