"""The first kind of warehouse: one DuckDB file, never written in place.

A change copies it, works on the copy and renames that over it. Two facts of DuckDB 1.5.5 make that
necessary: opening a file that this process also holds for writing silently drops the operating
system's lock, and a left-over .wal is replayed into whatever file stands beside it.
"""

import contextlib
import fcntl
import itertools
import os
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from warehouse import backup, quoted, structure
from warehouse.disk import disk
from warehouse.faults import NotAWarehouse, Unavailable, WarehouseBroken
from warehouse.file_engine import copy_published, for_reading, for_writing, is_small, without_waste
from warehouse.kind import Source, Warehouse
from warehouse.whole import ARRIVED, checksum, copied, read_whole

_LEFT = (".wal", ".afresh", ".afresh.wal")


@dataclass(frozen=True)
class FileWarehouse(Warehouse):
    """A path. Beside it stand the lock of its writers (.lock), the checksums of what was published
    (.sums) and the five states before (.previous-1 …)."""

    path: pathlib.Path

    def __str__(self) -> str:
        return str(self.path)

    def __fspath__(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def folder(self) -> pathlib.Path:
        return self.path.parent

    def sources(self) -> Iterator[Source]:
        for file in itertools.chain([self.path], backup.earlier(self.path)):
            with contextlib.suppress(FileNotFoundError):
                stat = os.stat(file)
                version = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
                yield Source(file, version, file != self.path)

    def sound(self, source: Source) -> bool:
        return self._is_sound(source.place, checksum(source.place))

    def reading(
        self, source: Source
    ) -> contextlib.AbstractContextManager[duckdb.DuckDBPyConnection]:
        return for_reading(source.place, source.version)

    def open_into(self, con: duckdb.DuckDBPyConnection, source: Source) -> None:
        con.execute(f"ATTACH {quoted(source.place)} AS warehouse (READ_ONLY)")
        for table in structure.TABLES:
            con.execute(f"CREATE VIEW {table} AS FROM warehouse.{table}")

    @contextlib.contextmanager
    def writing(self, fresh: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._next() as new:
            source = next(self.sources(), None)
            on_a_copy = source and not fresh and not is_small(source.place)
            with self._on_a_copy(new) if on_a_copy else self._afresh(new, source, not fresh) as con:
                yield con

    @contextlib.contextmanager
    def _afresh(
        self, new: pathlib.Path, source: Source | None, carried: bool
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A new file, into which everything of the published one goes if it is `carried` on."""
        if source:
            self._require_sound(self.path, checksum(self._there()))
        with for_writing(new) as con:
            if source and carried:
                copy_published(source.place, source.version, con)
            yield con
        self._replace(new, self.path.exists(), read=None)

    @contextlib.contextmanager
    def _on_a_copy(self, new: pathlib.Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """A copy of the published file, written afresh where too much of it became waste."""
        self._copy_sound(new)
        spare = new.with_name(new.name + ".afresh")
        with for_writing(new) as con:
            yield con
            rewritten = without_waste(con, spare)
        if rewritten:
            os.replace(spare, new)
        self._replace(new, keep=True, read=None if rewritten else ARRIVED)

    def back_up(self, folder: pathlib.Path) -> tuple[pathlib.Path, int]:
        """The name ends in the copy's checksum, so that a restore knows a damaged one."""
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{self.name}.{os.getpid()}.part"
        with disk(), _removed_unless_whole(part):
            if not any(self.sources()):
                raise FileNotFoundError(f"no warehouse at {self}")
            written = self._copy_sound(part)
            if checksum(part) != written:
                raise NotAWarehouse(f"{part.name} does not read as it was written")
            loads = read_whole(part)
            target = backup.named_by_time(folder, written)
            part.replace(target)
        return target, loads

    def restore(self, copy: pathlib.Path) -> tuple[int, pathlib.Path | None]:
        """How many loads it holds, and where what stood there before is kept. Raises
        NotAWarehouse, and nothing has changed then."""
        with self._next() as new:
            backup.require_named(copy, copied(copy, new))
            loads = read_whole(new)
            if not loads:
                raise NotAWarehouse(f"{copy.name}: holds no load")
            there = self.path.exists()
            sound = there and self._is_sound(self.path, checksum(self.path))
            if there and not sound:
                os.replace(self.path, self._beside(".damaged"))
            self._replace(new, sound, ARRIVED)
        if not there:
            return loads, None
        return loads, self._beside(".previous-1" if sound else ".damaged")

    @contextlib.contextmanager
    def _next(self) -> Iterator[pathlib.Path]:
        """Where the next state is made, for one writer at a time over all processes of this
        machine; it is gone afterwards, whatever happened."""
        new, log = self._beside(".new"), self._beside(".wal")
        with disk():
            self.folder.mkdir(parents=True, exist_ok=True)
            with open(self._beside(".lock"), "a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if log.exists():
                    raise WarehouseBroken(
                        f"{log} exists: something opened {self} for writing in place; inspect it "
                        "before publishing"
                    )
                _remove(new)
                with _removed_unless_whole(new):
                    yield new

    def _there(self) -> pathlib.Path:
        if not self.path.exists():
            raise Unavailable("lost", f"{self} is gone, earlier files lie beside it")
        return self.path

    def _copy_sound(self, target: pathlib.Path) -> str:
        """Copy what is published and return its checksum, or raise Unavailable."""
        written = copied(self._there(), target)
        self._require_sound(target, written)
        return written

    def _require_sound(self, file: pathlib.Path, its_checksum: str) -> None:
        """Damage must not be carried on until no sound file is left."""
        if not self._is_sound(file, its_checksum):
            raise Unavailable("damaged", f"{self} does not read whole")

    def _is_sound(self, file: pathlib.Path, its_checksum: str) -> bool:
        """What no publisher of ours wrote, or before there were checksums, is read."""
        if its_checksum in self._checksums():
            return True
        try:
            read_whole(file)
        except NotAWarehouse:
            return False
        return True

    def _checksums(self) -> list[str]:
        with contextlib.suppress(FileNotFoundError):
            return self._beside(".sums").read_text(encoding="ascii").split()
        return []

    def _replace(self, new: pathlib.Path, keep: bool, read: dict[str, str] | None) -> None:
        """`read`: what is read of it instead of all. A checksum without its file does no harm, a
        file without its checksum is only read."""
        if new.with_name(new.name + ".wal").exists():
            raise WarehouseBroken(f"{new} still has a write-ahead log after its commit")
        try:
            read_whole(new, read)
        except NotAWarehouse as error:
            raise Unavailable("disk", error) from error
        backup.sync(new)
        self.vouch_for(checksum(new))
        if keep:
            backup.keep(self.path)
        os.replace(new, self.path)
        backup.sync_folder(self.folder)

    def vouch_for(self, its_checksum: str) -> None:
        """A file with this checksum was published whole."""
        known = [*self._checksums()[-2 * backup.KEPT :], its_checksum]
        self._beside(".sums").write_text("\n".join(known), encoding="ascii")

    def _beside(self, suffix: str) -> pathlib.Path:
        return self.path.with_name(self.path.name + suffix)


@contextlib.contextmanager
def _removed_unless_whole(copy: pathlib.Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _remove(copy)
        raise


def _remove(copy: pathlib.Path) -> None:
    for leftover in (copy, *(copy.with_name(copy.name + s) for s in _LEFT)):
        leftover.unlink(missing_ok=True)
