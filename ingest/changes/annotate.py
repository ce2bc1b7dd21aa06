"""Notes of readers on a month of an indicator: written and taken back as new rows, never changed,
so that who said what stays known."""

import datetime as dt

from catalog import Catalog
from ingest.changes import written
from warehouse import publisher
from warehouse.kind import Warehouse

SHORTEST, LONGEST = 6, 300  # characters; a note of two words explains nothing


class NoSuchNote(ValueError):
    """There is no note of a reader in force with this number."""


def annotate(
    path: Warehouse,
    month: dt.date,
    indicator: str,
    text: str,
    author: str,
    catalog: Catalog,
    until: dt.date | None = None,
    city: str = "",
) -> int:
    """Write a note on a month, or on all up to `until`, of an indicator or of its `city`; returns
    its number.

    Raises KeyError for an unknown indicator, ValueError for a text too short or too long, no
    author, an end before the month, or a city of what cities do not report.
    """
    found = catalog.indicator(indicator)
    first, last = month.replace(day=1), until and until.replace(day=1)
    if last and last < first:
        raise ValueError(f"a note ends in {last:%Y-%m}, before {first:%Y-%m}")
    if city and (found.table != "city" or city not in {c.code for c in catalog.cities}):
        raise ValueError(f"{indicator} has no city {city!r}")
    about = {"until": None if last == first else last, "member_code": city or None}
    return _append(path, catalog, author, text, month=first, indicator_code=indicator, **about)


def take_back(path: Warehouse, number: int, reason: str, author: str, catalog: Catalog) -> int:
    """Take note `number` back with a reason; returns the number of the row that says so.

    Raises NoSuchNote.
    """
    return _append(path, catalog, author, reason, removes=number)


def _append(path: Warehouse, catalog: Catalog, author: str, text: str, **row) -> int:
    text, author = text.strip(), author.strip()
    if not SHORTEST <= len(text) <= LONGEST or not author:
        raise ValueError(f"a note needs an author and {SHORTEST} to {LONGEST} characters")
    with publisher.change(path, catalog) as con:
        removes = row.get("removes")
        if (
            removes is not None
            and not con.execute(
                "SELECT 1 FROM live_annotation WHERE annotation_id = $1", [removes]
            ).fetchone()
        ):
            raise NoSuchNote(f"there is no note {removes} in force")
        return written.append(con, "annotation", row | {"text": text, "author": author})
