"""What is published on a shared warehouse, heard in the background: no click waits for PostgreSQL
to say which version is newest."""

import functools
import logging
import threading
import time

import psycopg

from warehouse import pieces
from warehouse.faults import Unavailable
from warehouse.pieces import Publication
from warehouse.session import PATIENCE, Place, Session, session

_POLL = 1.5  # seconds: behind pgbouncer nobody is notified
_UNUSED = 600  # seconds after the last question
_log = logging.getLogger("kpi.warehouse")


class News:
    """The publications of one place, as of the last PATIENCE seconds."""

    def __init__(self, place: Place):
        self._place = place
        self._begin, self._heard = threading.Lock(), threading.Condition()
        self._thread: threading.Thread | None = None
        self._publications: tuple[Publication, ...] = ()
        self._at = self._asked = float("-inf")
        self._fault: Exception | None = None

    def publications(self) -> tuple[Publication, ...]:
        """Newest first. Raises Unavailable where PostgreSQL has been away or silent for PATIENCE
        seconds: what stood then may no longer be the newest."""
        self._asked = time.monotonic()
        with self._begin:
            if self._thread is None or not self._thread.is_alive():
                self._fault = None
                self._thread = threading.Thread(target=self._listen, daemon=True)
                self._thread.start()
        with self._heard:
            known = self._heard.wait_for(lambda: self._fresh() or self._fault, PATIENCE)
            if isinstance(self._fault, LookupError):
                raise self._fault
            if not known or not self._fresh():
                raise Unavailable("database", self._fault or f"no answer for {PATIENCE} s")
            return self._publications

    def tell(self, session: Session) -> None:
        """What this session sees: whoever has just published sees it at once."""
        publications = pieces.newest(session)
        with self._heard:
            self._publications, self._at, self._fault = publications, time.monotonic(), None
            self._heard.notify_all()

    def _fresh(self) -> bool:
        return time.monotonic() - self._at < PATIENCE

    def _listen(self) -> None:
        while time.monotonic() - self._asked < _UNUSED:
            try:
                with session(self._place, "READER") as opened:
                    pieces.listen(opened)
                    while time.monotonic() - self._asked < _UNUSED:
                        self.tell(opened)
                        for _ in opened.connection.notifies(timeout=_POLL, stop_after=1):
                            pass
            except (Unavailable, psycopg.Error, LookupError) as fault:
                with self._heard:
                    if self._fault is None:
                        _log.error("no news of %s: %s", self._place, fault)
                    self._fault = fault
                    self._heard.notify_all()
                time.sleep(0.5)


@functools.cache
def news(place: Place) -> News:
    return News(place)
