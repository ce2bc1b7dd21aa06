"""A publication is opened, worked out and asked as soon as it is there, so that no first reader
pays."""

import contextlib
import functools
import gc
import logging
import threading
import time
from collections.abc import Iterator

from server import ahead
from warehouse.answering import reconsider
from warehouse.reader import reader

EVERY = 1.0  # seconds between two looks: one stat of a file, or a look at what PostgreSQL told
MENDED = 60.0  # seconds until a damaged state is looked at again: it is fetched whole for that
_log = logging.getLogger("kpi.server")


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """As long as the block lasts, in a thread of its own."""
    ended = threading.Event()
    thread = threading.Thread(target=_keep, args=(ended,), name="ready")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _keep(ended: threading.Event) -> None:
    said, asked, looked = "", None, time.monotonic()
    while True:
        try:
            if time.monotonic() - looked > MENDED:
                looked = time.monotonic()
                reconsider()
            reader().get_ready()
            if asked != (asked := reader().version()):
                _ask_ahead(ended)
                _keep_from_collector()
            said = ""
        except Exception as error:  # readers meet it too and are told; here it is said once
            if said != str(error):
                _log.error("not made ready: %s", error)
            said = str(error)
        if ended.wait(EVERY):
            return


@functools.cache
def _keep_from_collector() -> None:
    """Once: what is there from the start is not looked through for garbage again. 200,000 objects
    were 160 ms in which nobody was answered, every few hundred script runs."""
    gc.collect()
    gc.freeze()


def _ask_ahead(ended: threading.Event) -> None:
    for ask in ahead.questions():
        if ended.is_set():
            return
        ask()
