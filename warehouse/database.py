"""The second kind of warehouse: the same file, kept in PostgreSQL, for any number of replicas.

Each replica reads its own copy of a publication, and a change is made to a copy the file's way;
PostgreSQL keeps the publications and brings what many machines need: one transaction for lock,
number and change, checksums, standby servers, and pg_dump as the whole backup.
"""

import contextlib
import pathlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import psycopg

from warehouse import pieces
from warehouse.copies import copies
from warehouse.disk import disk
from warehouse.faults import Damaged, Unavailable
from warehouse.file import FileWarehouse
from warehouse.kind import Source, Warehouse
from warehouse.news import news
from warehouse.pieces import Publication
from warehouse.scratch import Scratch
from warehouse.session import Place, Session, named_place, session


@dataclass(frozen=True)
class DatabaseWarehouse(Warehouse):
    """postgresql://HOST:PORT/DATABASE/SCHEMA."""

    at: Place

    @classmethod
    def parse(cls, address: str) -> "DatabaseWarehouse":
        """Raises ValueError for anything else."""
        return cls(named_place(address))

    def __str__(self) -> str:
        return str(self.at)

    @property
    def shared_place(self) -> Place:
        return self.at

    def sources(self) -> Iterator[Source]:
        """Raises Unavailable where PostgreSQL is away."""
        for number, publication in enumerate(news(self.at).current()):
            yield Source(publication, (publication.version, publication.sha256), number > 0)

    def sound(self, source: Source) -> bool:
        """Told by the bytes: what is not as it was published raises Damaged when it is fetched."""
        try:
            copies(self.at).checked(source.place)
        except Damaged:
            return False
        return True

    @contextlib.contextmanager
    def reading(self, source: Source) -> Iterator[duckdb.DuckDBPyConnection]:
        file, its = self._copy(source)
        with file.reading(its) as con:
            yield con

    def open_into(self, con: duckdb.DuckDBPyConnection, source: Source) -> None:
        file, its = self._copy(source)
        file.open_into(con, its)

    @contextlib.contextmanager
    def writing(self, fresh: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._next(carried=True) as file, file.writing(fresh) as con:
            yield con

    def back_up(self, folder: pathlib.Path) -> tuple[pathlib.Path, int]:
        newest = next(self.sources(), None)
        if newest is None:
            raise FileNotFoundError(f"no warehouse at {self}")
        file, _ = self._copy(newest)
        return file.back_up(folder)

    def restore(self, copy: pathlib.Path) -> tuple[int, None]:
        """As the next publication: the ones before it stay."""
        with self._next(carried=False) as file:
            loads, _ = file.restore(copy)
        return loads, None

    def _copy(self, source: Source) -> tuple[FileWarehouse, Source]:
        path = copies(self.at).fetched(source.place)
        return FileWarehouse(path), Source(path, source.version, source.earlier)

    @contextlib.contextmanager
    def _next(self, carried: bool) -> Iterator[FileWarehouse]:
        """A file, holding the newest publication if it is `carried` on. What stands there when the
        block ends well is published, under a lock and a number that nobody else has."""
        with disk(), session(self.at, "USER") as writer, Scratch("next") as folder:
            pieces.lock(writer)
            file = FileWarehouse(pathlib.Path(folder) / "warehouse.duckdb")
            kept = pieces.newest(writer)
            if kept and carried:
                self._carry(kept[0], file)
            yield file
            publication = pieces.store(writer, file.path, kept[0].version + 1 if kept else 1)
            self._commit(writer, publication)
            with contextlib.suppress(psycopg.Error):  # it is published, and heard of in any case
                news(self.at).tell(writer)

    def _carry(self, publication: Publication, file: FileWarehouse) -> None:
        try:
            shutil.copy(copies(self.at).fetched(publication), file.path)
        except Damaged as error:
            raise Unavailable("damaged", error) from error
        file.vouch_for(publication.sha256.hex())

    def _commit(self, writer: Session, publication: Publication) -> None:
        """Where the connection ends in the middle of it, PostgreSQL is asked what became of it."""
        try:
            writer.do("COMMIT")
        except psycopg.OperationalError:
            if not self._arrived(publication):
                raise

    def _arrived(self, publication: Publication) -> bool:
        try:
            with session(self.at, "READER") as again:
                news(self.at).tell(again)
                return publication in pieces.newest(again)
        except Unavailable as error:
            raise Unavailable("unknown", error) from error
