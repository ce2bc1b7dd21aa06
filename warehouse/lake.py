"""The second kind of warehouse: DuckLake, a catalogue in PostgreSQL and Parquet on shared storage,
for any number of replicas.

What is stored and what it means are the file's.
"""

import contextlib
import itertools
import pathlib
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import duckdb

from warehouse import FOLDER, quoted, structure
from warehouse.faults import Unavailable
from warehouse.kind import Source, Warehouse
from warehouse.lake_access import (
    ask,
    attach,
    catalogue_secret,
    engine,
    load_extensions,
    roll_back,
    setting,
    snapshot,
    storage_secret,
    told_apart,
)

# up to here a reader keeps a whole warehouse in memory: 36 months of 21 cities are 10,000 rows
HELD_ROWS = 300_000
_FRESH = 0.5  # seconds for which a version once asked for is believed
_numbers = itertools.count()
_seen: dict["Lake", tuple[float, tuple]] = {}
_asking = threading.Lock()


@dataclass(frozen=True)
class Lake(Warehouse):
    """ducklake:postgresql://HOST:PORT/DATABASE/SCHEMA."""

    host: str
    port: int
    database: str
    namespace: str
    schema = structure.SCHEMA.replace(" USING COMPRESSION uncompressed", "")  # Parquet has its own
    holds_workbooks = False

    @classmethod
    def parse(cls, address: str) -> "Lake":
        """Raises ValueError for anything else; a password in an address would show in every list of
        processes."""
        parts = urlsplit(address.removeprefix("ducklake:"))
        if parts.username or parts.password:
            raise ValueError(
                "the address of a lake holds no user and no password; they are KPI_LAKE_USER "
                "and KPI_LAKE_PASSWORD"
            )
        names = parts.path.strip("/").split("/")
        if (
            parts.scheme != "postgresql"
            or not parts.hostname
            or not all(re.fullmatch(r"[a-z_][a-z0-9_]*", n) for n in names)
            or len(names) > 2
        ):
            raise ValueError(f"not like ducklake:postgresql://HOST:PORT/DATABASE/SCHEMA: {address}")
        return cls(
            parts.hostname, parts.port or 5432, names[0], names[1] if len(names) > 1 else "kpi"
        )

    def __str__(self) -> str:
        return f"ducklake:postgresql://{self.host}:{self.port}/{self.database}/{self.namespace}"

    @property
    def name(self) -> str:
        return str(self)

    @property
    def data(self) -> str:
        """The Parquet files: a folder each, as clearing up one lake must not see another's."""
        return f"{setting('KPI_LAKE_DATA').rstrip('/')}/{self.namespace}/"

    @property
    def on_s3(self) -> bool:
        return self.data.startswith("s3://")

    @property
    def folder(self) -> pathlib.Path:
        return FOLDER.parent / "data"

    def sources(self) -> Iterator[Source]:
        version = self.version()
        if version:
            yield Source(self, version)

    def sound(self, source: Source) -> bool:
        return True  # PostgreSQL and the storage vouch for it; there is no earlier file

    def version(self) -> tuple:
        """The snapshot; () where there is none.

        A page asks ten questions, so PostgreSQL (5 to 10 ms) is asked at most twice a second a
        process.
        """
        with _asking:
            at, version = _seen.get(self, (0, ()))
            if time.monotonic() - at > _FRESH:
                with told_apart():
                    version = snapshot(self, known=version != ())
                _seen[self] = time.monotonic(), version
            return version

    @contextlib.contextmanager
    def reading(self, source: Source) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection that sees one snapshot, with the role that may only select."""
        with (
            told_apart(),
            engine(self.on_s3).cursor() as con,
            self._attached(con, "READER", _at(source)),
        ):
            con.execute("BEGIN")
            try:
                yield con
            finally:
                roll_back(con)

    @contextlib.contextmanager
    def writing(
        self, fresh: bool = False, wait: bool = True
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """With wait=False, Busy is raised while another replica writes."""
        with (
            told_apart(),
            engine(self.on_s3).cursor() as con,
            self._locked(wait),
            self._attached(con, "USER", ", DATA_INLINING_ROW_LIMIT 0"),
        ):
            try:
                yield con
            finally:
                roll_back(con)
                _seen.pop(self, None)  # who published sees it at once

    def open_into(self, con: duckdb.DuckDBPyConnection, source: Source) -> None:
        """As copies, so that no question costs a round trip, and attached where they are big.

        Workbooks stay where they are: ten years of towns are 66 MB, for every replica at every
        publication.
        """
        with self.reading(source) as there:
            big = [
                t
                for t in ("observation", "area_observation")
                if there.execute(f"SELECT count(*) FROM {t}").fetchall()[0][0] > HELD_ROWS  # noqa: S608
            ]
            for table in set(structure.TABLES) - set(big):
                rows = there.sql(structure.without_workbooks(table)).to_arrow_table()  # noqa: F841, DuckDB finds it by its name
                con.execute(f"CREATE TABLE {table} AS FROM rows")
        if not big:
            return
        load_extensions(con, self.on_s3)
        name = self._attach(con, "READER", _at(source))
        for table in big:
            con.execute(f"CREATE VIEW {table} AS FROM {name}.{table}")
        con.execute(f"SET allowed_directories = [{quoted(self.data)}]")

    def back_up(self, folder: pathlib.Path) -> tuple[pathlib.Path, int]:
        raise Unavailable("lake", self)

    def restore(self, copy: pathlib.Path) -> tuple[int, pathlib.Path | None]:
        raise Unavailable("lake", self)

    def maintain(self, days: int) -> dict[str, int]:
        from warehouse.upkeep import maintain  # it needs this module

        return maintain(self, days)

    @contextlib.contextmanager
    def _attached(self, con: duckdb.DuckDBPyConnection, role: str, options: str) -> Iterator[None]:
        name = self._attach(con, role, options)
        try:
            con.execute(f"USE {name}")  # a cursor starts in memory whatever its parent uses
            yield
        finally:
            con.execute("USE memory")
            con.execute(f"DETACH {name}")
            con.execute(f"DROP SECRET {name}")

    def _attach(self, con: duckdb.DuckDBPyConnection, role: str, options: str) -> str:
        name = f"lake_{next(_numbers)}"
        if self.on_s3:
            con.execute(storage_secret())
        where = (
            f"DATA_PATH {quoted(self.data)}, METADATA_SCHEMA '{self.namespace}', "
            f"META_SECRET '{name}'"
        )
        attach(
            con,
            name,
            self._secret(name, role),
            f"ATTACH 'ducklake:postgres:' AS {name} ({where}{options})",
        )
        return name

    def attach_catalogue(self, con: duckdb.DuckDBPyConnection, role: str) -> str:
        """PostgreSQL itself, for what DuckLake does not ask it."""
        name = f"lake_{next(_numbers)}"
        attach(
            con,
            name,
            self._secret(name, role),
            f"ATTACH '' AS {name} (TYPE postgres, SECRET {name}, READ_ONLY)",
        )
        return name

    def _secret(self, name: str, role: str) -> str:
        return catalogue_secret(name, role, self.host, self.port, self.database)

    @contextlib.contextmanager
    def _locked(self, wait: bool) -> Iterator[None]:
        """PostgreSQL's advisory lock, taken before the first ATTACH: of four replicas that make a
        lake at once, three would fail. Death frees it."""
        with engine(self.on_s3).cursor() as con:
            name = self.attach_catalogue(con, "USER")
            con.execute("BEGIN")
            try:
                function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
                (got,) = ask(
                    con, name, f"SELECT {function}(hashtext('kpi {self.namespace}'))::text"
                )
                if got == "false":
                    raise Busy(f"somebody is writing to {self}")
                yield
            finally:
                roll_back(con)
                con.execute(f"DETACH {name}")
                con.execute(f"DROP SECRET {name}")


def _at(source: Source) -> str:
    return f", READ_ONLY, CREATE_IF_NOT_EXISTS false, SNAPSHOT_VERSION {source.version[0]}"


class Busy(RuntimeError):
    """Another writer is at work, and the caller did not want to wait."""
