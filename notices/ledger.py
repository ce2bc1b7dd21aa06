"""What was told to whom: a row per channel and cause in KPI_STATE/notices.sqlite. A row is there
before anything is sent, so none is lost; and once, so none is told twice."""

import contextlib
import datetime as dt
import fcntl
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from access.sessions import state_folder
from words.clock import utc_now

_NAME = "notices.sqlite"
# Minutes until the next attempt after a failure; the last one again and again, then it is given up.
WAITS = (5, 15, 60, 240)
MOST_TRIES = 20  # some three days
_TABLES = """
CREATE TABLE IF NOT EXISTS begun (
    channel TEXT, subject TEXT, at TEXT, PRIMARY KEY (channel, subject));
CREATE TABLE IF NOT EXISTS notice (
    channel TEXT, cause TEXT, subject TEXT, title TEXT, words TEXT, state TEXT,
    tries INTEGER, at TEXT, next_try TEXT, said TEXT, PRIMARY KEY (channel, cause));
"""
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


class Ledger:
    def __init__(self, con: sqlite3.Connection):
        self._con = con

    def keep(
        self, channel: str, subject: str, causes: Iterable[tuple[str, str, str]], ongoing: bool
    ) -> None:
        """Each (cause, title, words) that is not yet known waits from now on; all or none.

        What happened before a channel first asked for a subject is not told, what is `ongoing` is.
        """
        now = utc_now().isoformat()
        with self._con:
            self._con.execute("BEGIN IMMEDIATE")
            first = self._con.execute(
                "INSERT OR IGNORE INTO begun VALUES (?, ?, ?)", (channel, subject, now)
            ).rowcount
            state = "before" if first and not ongoing else "waiting"
            self._con.executemany(
                "INSERT OR IGNORE INTO notice VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, '')",
                [(channel, cause, subject, *said, state, now, now) for cause, *said in causes],
            )

    def pending(self, now: dt.datetime) -> list[Notice]:
        """What is to be sent now, oldest first. One in state `sending` was under way when its
        process ended: whether it arrived cannot be known."""
        return self._notices(
            "WHERE state IN ('waiting', 'sending') AND next_try <= ? ORDER BY rowid",
            now.isoformat(),
        )

    def newest(self, most: int) -> list[Notice]:
        return self._notices("WHERE state <> 'before' ORDER BY rowid DESC LIMIT ?", most)

    def begun(self) -> dict[tuple[str, str], str]:
        """(channel, subject) → since when (UTC)."""
        rows = self._con.execute("SELECT channel, subject, at FROM begun").fetchall()
        return {(channel, subject): at for channel, subject, at in rows}

    def counts(self) -> dict[str, int]:
        return dict(self._con.execute("SELECT state, count(*) FROM notice GROUP BY state"))

    def sending(self, notice: Notice) -> None:
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
        with self._con:
            self._con.execute(
                "UPDATE notice SET state = 'waiting', next_try = ? "
                "WHERE state IN ('waiting', 'given_up')",
                (utc_now().isoformat(),),
            )

    def _set(
        self, notice: Notice, state: str, next_try: str, said: str, tries: int | None = None
    ) -> None:
        with self._con:
            self._con.execute(
                "UPDATE notice SET state = ?, next_try = ?, said = ?, tries = ? "
                "WHERE channel = ? AND cause = ?",
                (
                    state,
                    next_try,
                    said,
                    notice.tries if tries is None else tries,
                    notice.channel,
                    notice.cause,
                ),
            )

    def _notices(self, condition: str, value: str | int) -> list[Notice]:
        return [
            Notice(*row)
            for row in self._con.execute(f"SELECT * FROM notice {condition}", (value,))  # noqa: S608
        ]


def exists() -> bool:
    """Whether a round was ever made."""
    return (state_folder() / _NAME).exists()


@contextlib.contextmanager
def opened() -> Iterator[Ledger]:
    """The ledger to look at; made where there is none."""
    folder = state_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    con = sqlite3.connect(folder / _NAME, timeout=30, isolation_level=None)
    try:
        con.execute("PRAGMA synchronous = FULL")
        con.executescript(_TABLES)
        yield Ledger(con)
    finally:
        con.close()


@contextlib.contextmanager
def alone() -> Iterator[Ledger]:
    """The ledger while nobody else sends. Raises Elsewhere."""
    folder = state_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(folder / "notices.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Elsewhere("another process is sending") from error
        with opened() as ledger:
            yield ledger
