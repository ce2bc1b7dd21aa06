"""A published file as PostgreSQL keeps it: in pieces, each under its hash, so that what two
publications have in common is stored and fetched once."""

import contextlib
import hashlib
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

from psycopg import errors

from warehouse.faults import Damaged
from warehouse.session import Session
from warehouse.whole import checksum

KEPT = 6  # publications: the newest, and the five before it
# Ten years of towns are some 200 MB, of which a month changes 1; 36 months of cities are 3 MB.
_PIECE = 64 * 1024
_AT_ONCE = 128  # pieces in one answer: 8 MB, within session.PATIENCE also on a slow line

_TABLES = """
CREATE SCHEMA IF NOT EXISTS {0};
CREATE TABLE IF NOT EXISTS {0}.publication (
    version bigint PRIMARY KEY,      -- one more than the one before: nobody takes a number twice
    published_at timestamptz NOT NULL DEFAULT now(),
    sha256 bytea NOT NULL,           -- of the file
    pieces bytea[] NOT NULL          -- their hashes, in order
);
CREATE TABLE IF NOT EXISTS {0}.piece (
    sha256 bytea PRIMARY KEY,
    bytes bytea NOT NULL
);
"""
_NEWEST = "SELECT version, sha256 FROM {}.publication ORDER BY version DESC LIMIT %s"


@dataclass(frozen=True)
class Publication:
    version: int
    sha256: bytes


def newest(session: Session) -> tuple[Publication, ...]:
    """The kept publications, newest first; none where no warehouse was ever made."""
    rows = session.ask(_NEWEST, KEPT) if session.has("publication") else []
    return tuple(Publication(*row) for row in rows)


def listen(session: Session) -> None:
    """A standby notifies nobody, and says so."""
    with contextlib.suppress(errors.ReadOnlySqlTransaction):
        session.do("LISTEN {}")


def lock(session: Session) -> None:
    """Begin a transaction that no other writer is in; whatever ends it publishes nothing."""
    session.begin_alone(f"kpi {session.place.namespace}")
    session.do(_TABLES)


def store(session: Session, file: pathlib.Path, version: int) -> Publication:
    """Add a file under a number inside the writer's transaction; whoever listens hears of it at its
    commit. What no kept publication needs goes."""
    hashes, whole = [], hashlib.sha256()
    known = {h for (h,) in session.ask("SELECT sha256 FROM {}.piece")}
    for sha256, piece in _at_hand(file):
        hashes.append(sha256)
        whole.update(piece)
        if sha256 not in known:
            session.do("INSERT INTO {}.piece VALUES (%s, %s)", sha256, piece)
            known.add(sha256)
    row = (version, whole.digest(), hashes)
    session.do("INSERT INTO {}.publication (version, sha256, pieces) VALUES (%s, %s, %s)", *row)
    session.do("DELETE FROM {}.publication WHERE version <= %s", version - KEPT)
    session.do(
        "DELETE FROM {0}.piece WHERE sha256 NOT IN (SELECT unnest(pieces) FROM {0}.publication)"
    )
    session.do("SELECT pg_notify(%s, '')", session.place.namespace)
    return Publication(version, whole.digest())


def fetch(
    session: Session,
    publication: Publication,
    target: pathlib.Path,
    beside: pathlib.Path | None = None,
) -> None:
    """Write a publication to `target`, taking from the file `beside` what both hold. Raises Damaged
    where what arrives is not what was published."""
    wanted = "SELECT pieces FROM {}.publication WHERE version = %s AND sha256 = %s"
    found = session.ask(wanted, publication.version, publication.sha256)
    if not found:
        raise Damaged(f"publication {publication.version} is no longer kept")
    places: dict[bytes, list[int]] = {}
    for number, sha256 in enumerate(found[0][0]):
        places.setdefault(sha256, []).append(number)
    with open(target, "wb") as out:
        for source in (_at_hand(beside), _arriving(session, places)):
            for sha256, piece in source:
                for number in places.pop(sha256, ()):
                    out.seek(number * _PIECE)
                    out.write(piece)
    if places or checksum(target) != publication.sha256.hex():
        raise Damaged(f"publication {publication.version} is not what was published")


def _at_hand(file: pathlib.Path | None) -> Iterator[tuple[bytes, bytes]]:
    if file:
        with open(file, "rb") as content:
            while piece := content.read(_PIECE):
                yield hashlib.sha256(piece).digest(), piece


def _arriving(session: Session, places: dict[bytes, list[int]]) -> Iterator[tuple[bytes, bytes]]:
    """What is still wanted when this is begun."""
    hashes = list(places)
    for first in range(0, len(hashes), _AT_ONCE):
        some = hashes[first : first + _AT_ONCE]
        yield from session.ask("SELECT * FROM {}.piece WHERE sha256 = ANY(%s)", some)
