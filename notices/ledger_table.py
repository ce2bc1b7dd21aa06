"""The ledger in PostgreSQL, for all machines of a warehouse that is kept there."""

import contextlib
from collections.abc import Iterator

from access.shared import writer
from notices.ledger import TABLES, Elsewhere, Ledger
from warehouse.session import Place, Session, reading, session

_NUMBERED = "rowid bigint GENERATED ALWAYS AS IDENTITY,"


class _Store:
    """`lock`: a transaction that only one sender is in, of a connection of its own, as each row is
    committed before its message leaves."""

    def __init__(self, opened: Session, lock: Session):
        self.ask, self.do, self._lock = opened.ask, opened.do, lock

    def still_alone(self) -> None:
        self._lock.ask("SELECT 1")  # raises where its connection was ended, and the lock with it


class LedgerTable:
    def __init__(self, place: Place):
        self._place = place

    def exists(self) -> bool:
        with reading(self._place) as opened:
            return opened.has("notice")

    @contextlib.contextmanager
    def opened(self) -> Iterator[Ledger]:
        if not self.exists():
            self._make()
        with reading(self._place) as opened:
            yield Ledger(_Store(opened, opened))

    @contextlib.contextmanager
    def alone(self) -> Iterator[Ledger]:
        self._make()
        with session(self._place, "USER") as lock, session(self._place, "USER") as opened:
            lock.begin()
            if not lock.is_alone(f"kpi notices {self._place.namespace}"):
                raise Elsewhere("another process is sending")
            yield Ledger(_Store(opened, lock))

    def _make(self) -> None:
        with writer(self._place) as opened:
            opened.do(TABLES % _NUMBERED)
