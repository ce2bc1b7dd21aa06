"""Read access for pages: one cached read-only connection that follows what answers, and one cached
frame per question asked."""

import contextlib
import contextvars
import functools
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import duckdb
import pandas as pd

from warehouse import FOLDER, configured_warehouse, view_files
from warehouse.answering import DAMAGE, answering, give_up
from warehouse.each import Split, alone, keys_of
from warehouse.faults import Damaged
from warehouse.kind import Source, Warehouse
from warehouse.opening import Views, open_in_memory, set_time
from warehouse.scratch import Scratch

# Every month x every choice of 36 months stays below; a crawler must not fill the memory.
_KEPT_FRAMES = 2_000
_KEPT_PIECES = 500  # of 66 KB at most; then all are made anew
# No page asks for more; a workbook of 100,000 rows is asked for once, and a crawler asks for
# thousands.
_KEPT_ROWS = 10_000


@dataclass
class Opened:
    """One state, open: it lives, with the folder that it may need, until its last user is done."""

    source: Source | None
    con: duckdb.DuckDBPyConnection
    views: Views | None = None  # None: they are there
    folder: Scratch | None = None
    frames: dict[tuple, pd.DataFrame] = field(default_factory=dict)
    splits: dict[tuple, Split] = field(default_factory=dict)
    pieces: dict[tuple, Any] = field(default_factory=dict)
    ready: bool = False
    working: threading.Lock = field(default_factory=threading.Lock)


_held: contextvars.ContextVar[dict[tuple, Opened] | None] = contextvars.ContextVar(
    "held", default=None
)
_for_all: contextvars.ContextVar[bool] = contextvars.ContextVar("for all", default=False)
Answer = TypeVar("Answer")


class Reader:
    """Follows one warehouse, as it is or as it was known after load `as_of`.

    A missing one reads as an empty warehouse.
    """

    def __init__(self, warehouse: Warehouse, as_of: int | None = None):
        self.warehouse, self.as_of = warehouse, as_of
        self._key = (type(self), warehouse, as_of)
        self._lock = threading.Lock()
        self._opened: Opened | None = None

    def version(self) -> tuple:
        """Differs for every publication; () where there is none."""
        source = answering(self.warehouse)
        return source.version if source else ()

    def is_open(self) -> bool:
        """Whether a question is answered without opening anything first."""
        opened = self._opened
        return opened is not None and opened.source == answering(self.warehouse)

    def ask(self, question: str, **parameters) -> pd.DataFrame:
        """The answer to sql/<question>.sql.

        The same question to the same version is answered from memory.
        """
        if _for_all.get():
            self._attempt(lambda opened: self._answer_all(opened, question, parameters))
        return self._attempt(lambda opened: self._ask(opened, question, parameters))

    def get_ready(self) -> None:
        """Open what answers now and work out what pages ask of it, unless that is done."""

        def work_out(opened: Opened) -> None:
            if not opened.ready:
                with opened.con.cursor() as cursor:
                    set_time(cursor, self.as_of)
                    if opened.views:
                        opened.views.hold_all(cursor)
                opened.ready = True

        self._attempt(work_out)

    def remembered(self, key: tuple, make: Callable[[], Answer]) -> Answer:
        """What `make` makes of the answers of one state, kept as long as that state."""
        with self.held() as opened:
            if key not in opened.pieces:
                if len(opened.pieces) >= _KEPT_PIECES:
                    opened.pieces.clear()
                opened.pieces[key] = made = make()
                return made
            return opened.pieces[key]

    @contextlib.contextmanager
    def held(self) -> Iterator[Opened]:
        """Whatever is published meanwhile, this block is answered from one state to its end."""
        opened = self._current()
        token = _held.set((_held.get() or {}) | {self._key: opened})
        try:
            yield opened
        finally:
            _held.reset(token)

    def _attempt(self, work: Callable[[Opened], Answer]) -> Answer:
        """`work` with what answers; where that does not read, again with the state before it."""
        while True:
            opened = self._current()
            try:
                return work(opened)
            except DAMAGE as error:
                self._opened = None  # it may be this machine's copy alone
                give_up(self.warehouse, opened.source, error)

    def _ask(self, opened: Opened, question: str, parameters: dict) -> pd.DataFrame:
        key = _key(question, parameters)
        if key not in opened.frames:
            text = self._question(opened, question, parameters)
            if keys := keys_of(text):
                if split := opened.splits.get(_key(question, parameters, but=keys)):
                    return split.of(*(parameters[name] for name in keys))
                # All keys take up to 1.2 s of ten years that are not yet worked out, one 0.4.
                text = alone(text, keys)
            if len(opened.frames) >= _KEPT_FRAMES:
                opened.frames.clear()
            frame = self._run(opened, text, parameters)
            if len(frame) > _KEPT_ROWS:
                return frame
            opened.frames[key] = frame
        # pandas copies on write, so no caller can change what the next one sees
        return opened.frames[key].copy(deep=False)

    def _answer_all(self, opened: Opened, question: str, parameters: dict) -> None:
        text = self._question(opened, question, parameters)
        if keys := keys_of(text):
            key = _key(question, parameters, but=keys)
            with opened.working:
                if key not in opened.splits:
                    others = {name: v for name, v in parameters.items() if name not in keys}
                    opened.splits[key] = Split(self._run(opened, text, others), keys)

    def _current(self) -> Opened:
        """What answers now, open."""
        held = (_held.get() or {}).get(self._key)
        with self._lock:
            while True:
                source = answering(self.warehouse)
                if held and (held.source == source or not (source and source.earlier)):
                    return held
                if self._opened is None or self._opened.source != source:
                    try:
                        self._opened = self._open(source)
                    except (duckdb.Error, Damaged) as error:
                        give_up(self.warehouse, source, error)
                        continue
                return self._opened

    def _open(self, source: Source | None) -> Opened:
        return Opened(source, *open_in_memory(self.warehouse, source, self.as_of))

    def _run(self, opened: Opened, text: str, parameters: dict) -> pd.DataFrame:
        # One connection shared by two threads returns the other's rows; a cursor each does not, but
        # it starts without our variable.
        with opened.con.cursor() as cursor:
            set_time(cursor, self.as_of)
            if opened.views:
                opened.views.make(cursor, view_files.read_by(text))
            return cursor.execute(text, parameters).df()

    def _question(self, opened: Opened, question: str, parameters: dict) -> str:
        """The SQL of a question."""
        return question_text(question)


def _key(question: str, parameters: dict, but: Iterable[str] = ()) -> tuple:
    said = sorted((name, v) for name, v in parameters.items() if name not in but)
    return question, *((name, tuple(v) if isinstance(v, list) else v) for name, v in said)


@functools.cache
def question_text(question: str) -> str:
    (file,) = (FOLDER / "sql").glob(f"*/{question}.sql")
    return file.read_text(encoding="utf-8")


@contextlib.contextmanager
def answering_all() -> Iterator[None]:
    """What is asked in this block is worked out for every month, indicator and city at once: a
    choice of them is then a look-up. The server's; who reads waits for his choice only."""
    token = _for_all.set(True)
    try:
        yield
    finally:
        _for_all.reset(token)


@functools.lru_cache(maxsize=16)  # today, and the few earlier states that people look at
def _reader(warehouse: Warehouse, as_of: int | None) -> Reader:
    return Reader(warehouse, as_of)


_as_of: contextvars.ContextVar[int | None] = contextvars.ContextVar("as_of", default=None)


def look_back_to(load_id: int | None) -> None:
    """Answer this script run's questions as things were known after that load; None for today."""
    _as_of.set(load_id)


def time_looked_at() -> int | None:
    """The load that this script run looks back to; None for today."""
    return _as_of.get()


def reader() -> Reader:
    """The reader of the warehouse that KPI_WAREHOUSE names, at the time this script run looks
    at."""
    return _reader(configured_warehouse(), time_looked_at())


def earlier_answers() -> bool:
    """Whether the last state published is lost or damaged, so that the one before it answers."""
    source = answering(configured_warehouse())
    return source is not None and source.earlier
