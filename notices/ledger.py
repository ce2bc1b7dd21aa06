"""What was told to whom: a row per channel and cause, in KPI_STATE/notices.sqlite or beside a
warehouse in PostgreSQL. A row is there before anything is sent, so none is lost; and once, so none
is told twice."""

import contextlib
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from warehouse import configured_warehouse
from words.clock import utc_now

# Minutes until the next attempt after a failure; the last one again and again, then it is given up.
WAITS = (5, 15, 60, 240)
MOST_TRIES = 20  # some three days
# %s: what numbers the rows, where it is not there by itself
TABLES = """
CREATE TABLE IF NOT EXISTS {0}.begun (
    channel TEXT, subject TEXT, at TEXT, PRIMARY KEY (channel, subject));
CREATE TABLE IF NOT EXISTS {0}.notice (
    %s channel TEXT, cause TEXT, subject TEXT, title TEXT, words TEXT, state TEXT,
    tries INTEGER, at TEXT, next_try TEXT, said TEXT, PRIMARY KEY (channel, cause));
"""
_ALL = (
    "SELECT channel, cause, subject, title, words, state, tries, at, next_try, said "
    "FROM {0}.notice "
)
_ADD = (
    "INSERT INTO {0}.notice "
    "(channel, cause, subject, title, words, state, tries, at, next_try, said) "
    "VALUES (%s, %s, %s, %s, %s, %s, 0, %s, %s, '') ON CONFLICT DO NOTHING"
)
STATES = {
    "waiting": "待发",
    "sending": "正在发送",
    "sent": "已送达",
    "given_up": "已放弃",
    "before": "启用前已发生，不发",
}


class Elsewhere(RuntimeError):
    """Another process is sending at this moment."""


@dataclass(frozen=True)
class Notice:
    """state: one of STATES; at, next_try: UTC, ISO; said: why the last attempt failed."""

    channel: str
    cause: str
    subject: str
    title: str
    words: str
    state: str
    tries: int
    at: str
    next_try: str
    said: str


class Store(Protocol):
    """What keeps the ledger. {0} in a statement is its schema, %s a value."""

    def ask(self, query: str, *values: object) -> list[tuple]: ...

    def do(self, statement: str, *values: object) -> None: ...

    def still_alone(self) -> None:
        """Raises where somebody else may be sending by now."""


class Ledger:
    def __init__(self, store: Store):
        self._store = store

    def keep(
        self, channel: str, subject: str, causes: Iterable[tuple[str, str, str]], ongoing: bool
    ) -> None:
        """Each (cause, title, words) that is not yet known waits from now on; all or none.

        What happened before a channel first asked for a subject is not told, what is `ongoing` is.
        """
        now = utc_now().isoformat()
        begin = "INSERT INTO {0}.begun VALUES (%s, %s, %s) ON CONFLICT DO NOTHING RETURNING 1"
        self._store.do("BEGIN")
        first = self._store.ask(begin, channel, subject, now)
        state = "before" if first and not ongoing else "waiting"
        for cause, *said in causes:
            self._store.do(_ADD, channel, cause, subject, *said, state, now, now)
        self._store.do("COMMIT")

    def pending(self, now: dt.datetime) -> list[Notice]:
        """What is to be sent now, oldest first. One in state `sending` was under way when its
        process ended: whether it arrived cannot be known."""
        return self._notices(
            "WHERE state IN ('waiting', 'sending') AND next_try <= %s ORDER BY rowid",
            now.isoformat(),
        )

    def newest(self, most: int) -> list[Notice]:
        return self._notices("WHERE state <> 'before' ORDER BY rowid DESC LIMIT %s", most)

    def begun(self) -> dict[tuple[str, str], str]:
        """(channel, subject) → since when (UTC)."""
        rows = self._store.ask("SELECT channel, subject, at FROM {0}.begun")
        return {(channel, subject): at for channel, subject, at in rows}

    def counts(self) -> dict[str, int]:
        return dict(self._store.ask("SELECT state, count(*) FROM {0}.notice GROUP BY state"))

    def sending(self, notice: Notice) -> None:
        """Raises where somebody else may be sending by now."""
        self._store.still_alone()
        self._set(notice, "sending", notice.next_try, notice.said)

    def sent(self, notice: Notice) -> None:
        self._set(notice, "sent", notice.next_try, "", tries=notice.tries + 1)

    def failed(self, notice: Notice, said: str) -> str:
        """Wait longer each time, then give up; the state that it is in now."""
        tries = notice.tries + 1
        state = "given_up" if tries >= MOST_TRIES else "waiting"
        wait = dt.timedelta(minutes=WAITS[min(tries, len(WAITS)) - 1])
        self._set(notice, state, (utc_now() + wait).isoformat(), said[:300], tries)
        return state

    def try_all(self) -> None:
        """What waits, and what was given up, is tried again at once."""
        again = "UPDATE {0}.notice SET state = 'waiting', next_try = %s WHERE state IN "
        self._store.do(f"{again} ('waiting', 'given_up')", utc_now().isoformat())

    def _set(
        self, notice: Notice, state: str, next_try: str, said: str, tries: int | None = None
    ) -> None:
        self._store.do(
            "UPDATE {0}.notice SET state = %s, next_try = %s, said = %s, tries = %s "
            "WHERE channel = %s AND cause = %s",
            state,
            next_try,
            said,
            notice.tries if tries is None else tries,
            notice.channel,
            notice.cause,
        )

    def _notices(self, condition: str, value: str | int) -> list[Notice]:
        rows = self._store.ask(_ALL + condition, value)
        return [Notice(*row) for row in rows]


def exists() -> bool:
    """Whether a round was ever made. Raises Unavailable."""
    return _keeper().exists()


def opened() -> contextlib.AbstractContextManager[Ledger]:
    """The ledger to look at; made where there is none. Raises Unavailable."""
    return _keeper().opened()


def alone() -> contextlib.AbstractContextManager[Ledger]:
    """The ledger while nobody else sends. Raises Elsewhere, Unavailable."""
    return _keeper().alone()


def _keeper():
    """The LedgerFile of this machine, or the LedgerTable of a warehouse in PostgreSQL."""
    if place := configured_warehouse().shared_place:
        from notices.ledger_table import LedgerTable  # whoever has a file needs no PostgreSQL

        return LedgerTable(place)
    from notices.ledger_file import LedgerFile

    return LedgerFile()
