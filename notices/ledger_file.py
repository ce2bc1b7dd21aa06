"""The ledger in KPI_STATE, for all processes of this machine: SQLite, as a kill must not tear a
line."""

import contextlib
import fcntl
import pathlib
import sqlite3
from collections.abc import Iterator

from access.sessions import state_folder
from notices.ledger import TABLES, Elsewhere, Ledger


class _Store:
    def __init__(self, con: sqlite3.Connection):
        self._con = con

    def ask(self, query: str, *values: object) -> list[tuple]:
        return self._con.execute(_told(query), values).fetchall()

    def do(self, statement: str, *values: object) -> None:
        self._con.execute(_told(statement), values)

    def still_alone(self) -> None:
        """A lock of this machine ends with its process."""


def _told(statement: str) -> str:
    return statement.format("main").replace("%s", "?")


class LedgerFile:
    def exists(self) -> bool:
        return _file().exists()

    @contextlib.contextmanager
    def opened(self) -> Iterator[Ledger]:
        _file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        con = sqlite3.connect(_file(), timeout=30, isolation_level=None)
        with contextlib.closing(con):  # which also rolls back
            con.execute("PRAGMA synchronous = FULL")
            con.executescript((TABLES % "").format("main"))
            yield Ledger(_Store(con))

    @contextlib.contextmanager
    def alone(self) -> Iterator[Ledger]:
        _file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(state_folder() / "notices.lock", "a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Elsewhere("another process is sending") from error
            with self.opened() as ledger:
                yield ledger


def _file() -> pathlib.Path:
    return state_folder() / "notices.sqlite"
