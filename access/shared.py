"""State of people where the warehouse is in PostgreSQL: ended sessions, the audit trail and what
was uploaded, one for all replicas, in tables beside the warehouse's own."""

import contextlib
import functools
import math
from collections.abc import Iterator

from access.chain import Anchor, parsed
from warehouse.news import News
from warehouse.session import Place, Session, reading, session

_TABLES = """
CREATE SCHEMA IF NOT EXISTS {0};
CREATE TABLE IF NOT EXISTS {0}.ended_session (
    session text PRIMARY KEY,
    ended_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS {0}.audit_line (
    position bigint PRIMARY KEY,     -- nobody takes one twice
    reference text NOT NULL,
    line bytea NOT NULL
);
CREATE TABLE IF NOT EXISTS {0}.upload (
    account text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    bytes bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS {0}.draft (
    number bigint PRIMARY KEY,
    facts text NOT NULL,
    workbook bytea                   -- as long as it is needed
);
CREATE INDEX IF NOT EXISTS upload_account ON {0}.upload (account, at);
"""
_AT_ONCE = 1000  # lines in one answer
_HANGS = 10  # seconds: whoever signs in or out anywhere waits for a writer that was suspended


@contextlib.contextmanager
def alone(place: Place, what: str) -> Iterator[Session]:
    """A transaction that nobody else who asks for `what` is in."""
    with session(place, "USER") as opened:
        opened.begin_alone(f"kpi {what} {place.namespace}")
        yield opened


@contextlib.contextmanager
def writer(place: Place) -> Iterator[Session]:
    """One transaction that no other writer of this state is in: a few statements."""
    with session(place, "USER") as opened:
        opened.begin_alone(f"kpi people {place.namespace}", _HANGS)
        opened.do(_TABLES)
        yield opened
        opened.do("COMMIT")


def end_sessions(place: Place, sessions: list[str]) -> None:
    """Raises Unavailable. Every replica hears of it; behind pgbouncer within 1.5 s."""
    with writer(place) as opened:
        # a session is over by itself after 12 hours, and clocks differ
        opened.do("DELETE FROM {0}.ended_session WHERE ended_at < now() - interval '13 hours'")
        add = "INSERT INTO {}.ended_session (session) SELECT unnest(%s::text[]) "
        opened.do(add + "ON CONFLICT DO NOTHING", sessions)
        opened.do("SELECT pg_notify(%s, '')", place.namespace)


def _ended(opened: Session) -> frozenset[str]:
    rows = opened.ask("SELECT session FROM {}.ended_session") if opened.has("ended_session") else []
    return frozenset(s for (s,) in rows)


@functools.cache
def ended_sessions(place: Place) -> News[frozenset[str]]:
    return News(place, _ended, unused=math.inf)


def taken(place: Place, account: str) -> int:
    """Bytes that a person has uploaded within the hour, on all replicas. Raises Unavailable."""
    hour = (
        "SELECT coalesce(sum(bytes), 0)::bigint FROM {}.upload "
        "WHERE account = %s AND at > now() - interval '1 hour'"
    )
    with reading(place) as opened:
        return opened.ask(hour, account)[0][0] if opened.has("upload") else 0


def take(place: Place, account: str, size: int) -> None:
    with writer(place) as opened:
        opened.do("DELETE FROM {}.upload WHERE at < now() - interval '1 hour'")
        opened.do("INSERT INTO {}.upload (account, bytes) VALUES (%s, %s)", account, size)


def _lines(opened: Session) -> Iterator[bytes]:
    some = "SELECT position, line FROM {}.audit_line WHERE position > %s ORDER BY 1 LIMIT %s"
    rows: list[tuple] = [(0, b"")]
    while rows:
        rows = opened.ask(some, rows[-1][0], _AT_ONCE)
        yield from (line for _, line in rows)


class TrailTable:
    """chain.Kept in PostgreSQL: a line is there with its transaction, whole and in its place."""

    def __init__(self, place: Place):
        self.place = place

    @contextlib.contextmanager
    def writing(self) -> Iterator["_TablePen"]:
        with writer(self.place) as opened:
            yield _TablePen(opened)

    def lines(self) -> Iterator[bytes]:
        with reading(self.place) as opened:
            if opened.has("audit_line"):
                yield from _lines(opened)

    def head(self) -> Anchor:
        """Nothing beside the table itself: an anchor that the operator keeps tells a cut tail."""
        return Anchor()

    def knows(self, reference: str) -> bool:
        with reading(self.place) as opened:
            one = "SELECT EXISTS (SELECT 1 FROM {}.audit_line WHERE reference = %s)"
            return opened.has("audit_line") and opened.ask(one, reference)[0][0]


class _TablePen:
    def __init__(self, opened: Session):
        self._opened = opened

    def mended(self) -> Iterator[tuple[str, str]]:
        yield from ()

    def last(self) -> bytes | None:
        newest = "SELECT line FROM {}.audit_line ORDER BY position DESC LIMIT 1"
        return next((line for (line,) in self._opened.ask(newest)), None)

    def whole(self) -> Iterator[bytes]:
        return _lines(self._opened)

    def count(self) -> int:
        return self._opened.ask("SELECT coalesce(max(position), 0) FROM {}.audit_line")[0][0]

    def add(self, line: bytes, anchor: Anchor) -> None:
        said = parsed(line) or {}
        row = (self.count() + 1, said.get("reference", ""), line)
        self._opened.do("INSERT INTO {}.audit_line VALUES (%s, %s, %s)", *row)
