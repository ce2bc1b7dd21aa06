"""What changes on a shared warehouse (publications, ended sessions), heard in the background: no
click waits for PostgreSQL to say what is newest."""

import functools
import itertools
import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import psycopg

from warehouse import pieces
from warehouse.faults import Unavailable
from warehouse.pieces import Publication
from warehouse.session import PATIENCE, Place, Session, session

_POLL = 1.5  # seconds: behind pgbouncer and on a standby nobody is notified
UNUSED = 600  # seconds, after which nobody listens for publications any more
T = TypeVar("T")
_log = logging.getLogger("kpi.warehouse")


class News(Generic[T]):
    """What `ask` answers at one place, as of the last PATIENCE seconds; listened for until nobody
    has wanted it for `unused` seconds."""

    def __init__(self, place: Place, ask: Callable[[Session], T], unused: float):
        self._place, self._ask, self._unused = place, ask, unused
        self._begin, self._heard = threading.Lock(), threading.Condition()
        self._thread: threading.Thread | None = None
        self._questions, self._told = itertools.count(), 0
        self._said: T | None = None
        self._at = self._asked = float("-inf")
        self._fault: Exception | None = None

    def current(self) -> T:
        """Raises Unavailable where PostgreSQL has been away or silent for PATIENCE
        seconds: what stood then may no longer be the newest."""
        self._go_on()
        with self._heard:
            known = self._heard.wait_for(lambda: self._fresh() or self._fault, PATIENCE)
            if not known or not self._fresh():
                part = getattr(self._fault, "part", "database")
                raise Unavailable(part, self._fault or f"no answer for {PATIENCE} s")
            assert self._said is not None
            return self._said

    def last(self) -> T | None:
        """What was heard last, however long ago, without waiting; None if nothing ever was."""
        self._go_on()
        return self._said

    def _go_on(self) -> None:
        self._asked = time.monotonic()
        with self._begin:
            if self._thread is None or not self._thread.is_alive():
                self._fault = None
                self._thread = threading.Thread(target=self._listen, daemon=True)
                self._thread.start()

    def tell(self, session: Session) -> None:
        """What this session sees: whoever has just changed it sees it at once, and not what another
        asked before that and is told later."""
        question = next(self._questions)
        said = self._ask(session)
        with self._heard:
            if question < self._told:
                return
            self._said, self._told = said, question
            self._at, self._fault = time.monotonic(), None
            self._heard.notify_all()

    def _fresh(self) -> bool:
        return time.monotonic() - self._at < PATIENCE

    def _listen(self) -> None:
        while time.monotonic() - self._asked < self._unused:
            try:
                with session(self._place, "READER") as opened:
                    pieces.listen(opened)
                    while time.monotonic() - self._asked < self._unused:
                        self.tell(opened)
                        for _ in opened.connection.notifies(timeout=_POLL, stop_after=1):
                            pass
            except (Unavailable, psycopg.Error) as fault:
                with self._heard:
                    if self._fault is None:
                        _log.error("no news of %s: %s", self._place, fault)
                    self._fault = fault
                    self._heard.notify_all()
                time.sleep(0.5)


@functools.cache
def news(place: Place) -> News[tuple[Publication, ...]]:
    return News(place, pieces.newest, UNUSED)
