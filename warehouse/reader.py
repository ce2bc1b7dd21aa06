"""Read access for pages: one cached read-only connection that follows what is published, and one
cached frame per question asked."""

import contextvars
import functools
import logging
import os
import threading

import duckdb
import pandas as pd

from catalog import catalog
from warehouse import DUCKDB_CONFIG, FOLDER, backup, quoted, view_files, vocabulary, warehouse_path
from warehouse.lake import HELD_ROWS, Address, Lake

_log = logging.getLogger("kpi.warehouse")
_HELD = (
    "reported",
    "figure",
    "change",
    "rule_check",
    "revision",
)  # under all others, or dear to work out and asked for on the first page
# no page asks for more; a workbook of 100,000 rows is asked for once, and a crawler asks for
# thousands
_KEPT_ROWS = 10_000


class Reader:
    """Follows one warehouse, as it is or as it was known after load `as_of`.

    A missing one reads as an empty warehouse.
    """

    def __init__(self, path: Address, as_of: int | None = None):
        self.path, self.as_of = path, as_of
        self._lock = threading.Lock()
        self._version: tuple | None = None
        self._con: duckdb.DuckDBPyConnection | None = None
        self._frames: dict[tuple, pd.DataFrame] = {}
        self._broken: set[tuple] = set()  # versions that opened, but did not read

    def version(self) -> tuple:
        """Differs for every publication; () where there is none."""
        if isinstance(self.path, Lake):
            return self.path.version()
        try:
            stat = os.stat(self.path)
        except FileNotFoundError:
            return ()
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)

    def ask(self, question: str, **parameters) -> pd.DataFrame:
        """The answer to sql/<question>.sql.

        The same question to the same version is answered from memory.
        """
        try:
            return self._ask(question, parameters)
        except (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException) as error:
            self._give_up(error)
            return self._ask(question, parameters)

    def ask_stored(self, question: str, **parameters) -> pd.DataFrame:
        """The answer from what is stored, for what a replica holds no copy of: the workbooks of a
        lake."""
        if not isinstance(self.path, Lake):
            return self.ask(question, **parameters)
        with self.path.reading() as con:
            return con.execute(question_text(question), parameters).df()

    def _ask(self, question: str, parameters: dict) -> pd.DataFrame:
        key = (
            question,
            *(
                (name, tuple(v) if isinstance(v, list) else v)
                for name, v in sorted(parameters.items())
            ),
        )
        con, frames = self._current()
        if key not in frames:
            if (
                len(frames) >= 2000
                # every month x every choice of 36 months stays below; a crawler must not fill the
                # memory
            ):
                frames.clear()
            frame = self._run(con, question, parameters)
            if len(frame) > _KEPT_ROWS:
                return frame
            frames[key] = frame
        return frames[key].copy(
            deep=False
        )  # pandas copies on write, so no caller can change what the next one sees

    def _current(self) -> tuple[duckdb.DuckDBPyConnection, dict[tuple, pd.DataFrame]]:
        """The connection to the warehouse as it is published now, and the answers given from it."""
        version = self.version()
        with self._lock:
            if version != self._version or self._con is None:
                self._con, self._version, self._frames = self._open(version), version, {}
            return self._con, self._frames

    def _give_up(self, error: Exception) -> None:
        """What opened does not read: from now on the newest earlier file answers, until a new one
        is published. A lake has no earlier file."""
        with self._lock:
            if (
                isinstance(self.path, Lake)
                or self._version is None
                or self._version in self._broken
            ):
                raise error
            _log.error("%s does not read, an earlier file answers: %s", self.path.name, error)
            self._broken.add(self._version)
            self._con = None

    def _open(self, version: tuple) -> duckdb.DuckDBPyConnection:
        """The warehouse, or the newest earlier file of it that opens; pages then say so."""
        if not version or isinstance(self.path, Lake):
            return self._open_source(self.path if version else None, version)
        files = [self.path, *backup.previous(self.path)]
        for file in files[1:] if version in self._broken else files:
            try:
                return self._open_source(file, version)
            except duckdb.Error as error:
                _log.error("%s does not open: %s", file.name, error)
        raise backup.NotAWarehouse(
            f"{self.path.name} does not open, nor does any of {len(files) - 1} earlier files"
        )

    def _open_source(self, source: Address | None, version: tuple) -> duckdb.DuckDBPyConnection:
        """A connection in memory with every table and view of the source; an empty warehouse where
        there is none."""
        con = duckdb.connect(":memory:", config=DUCKDB_CONFIG)
        if source is None:
            vocabulary.create(con, catalog())
        else:
            attach(con, source, version)
            self._set_time(con)
            self._create_views(con)
        con.execute(
            "CREATE TABLE opened AS SELECT $1::BOOLEAN AS earlier",
            [source not in (None, self.path)],
        )
        # Whatever a question says, it reaches nothing but this file.
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        return con

    @staticmethod
    def _create_views(con: duckdb.DuckDBPyConnection) -> None:
        """The views, the held ones as tables in memory: a question then takes 10 ms instead of 30,
        and a view over them is bound in a tenth of the time.

        Not for a warehouse of 90 years.
        """
        small = con.execute("SELECT count(*) FROM observation").fetchone()[0] <= HELD_ROWS
        con.execute(view_files.MACROS)
        for view, text in view_files.VIEWS.items():
            con.execute(text)
            if small and view in _HELD:
                con.execute(f"CREATE TABLE held_{view} AS FROM {view}")
                con.execute(f"CREATE OR REPLACE VIEW {view} AS FROM held_{view}")

    def _set_time(self, con: duckdb.DuckDBPyConnection) -> None:
        if self.as_of is not None:
            con.execute(f"SET VARIABLE as_of_load = {int(self.as_of)}")

    def _run(self, con: duckdb.DuckDBPyConnection, question: str, parameters: dict) -> pd.DataFrame:
        # One connection shared by two threads returns the other's rows; a cursor each does not, but
        # it starts without our variable.
        with con.cursor() as cursor:
            self._set_time(cursor)
            return cursor.execute(self._question(question, parameters), parameters).df()

    def _question(self, question: str, parameters: dict) -> str:
        """The SQL of a question."""
        return question_text(question)


def attach(con: duckdb.DuckDBPyConnection, source: Address, version: tuple) -> None:
    """Every table of schema.sql under its own name, from a file or from a lake's snapshot."""
    if isinstance(source, Lake):
        source.open_into(con, version)
    else:
        con.execute(f"ATTACH {quoted(source)} AS warehouse (READ_ONLY)")
        for table in vocabulary.TABLES:
            con.execute(f"CREATE VIEW {table} AS FROM warehouse.{table}")


@functools.cache
def question_text(question: str) -> str:
    (file,) = (FOLDER / "sql").glob(f"*/{question}.sql")
    return file.read_text(encoding="utf-8")


@functools.lru_cache(
    maxsize=16
)  # the warehouse of today, and the few earlier states that people look at
def _reader(path: Address, as_of: int | None) -> Reader:
    return Reader(path, as_of)


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
    return _reader(warehouse_path(), time_looked_at())
