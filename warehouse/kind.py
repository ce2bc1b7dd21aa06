"""A warehouse, whatever keeps it: one file (file.py), or PostgreSQL for many machines
(database.py)."""

import abc
import contextlib
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse import FOLDER


@dataclass(frozen=True)
class Source:
    """One published state. `version` differs for every publication; `earlier`: the newest one is
    lost or damaged, and this is the one before it."""

    place: Any  # a file's path, a publication in PostgreSQL, a lake's snapshot
    version: tuple
    earlier: bool = False


class Warehouse(abc.ABC):
    """What is stored and what it means are the same for both kinds; a kind says where it stands and
    how a change becomes visible at once or never."""

    @property
    def name(self) -> str:
        return str(self)

    @property
    def folder(self) -> pathlib.Path:
        """Where what belongs beside the warehouse is kept on this machine."""
        return FOLDER.parent / "data"

    @property
    def shared_place(self) -> Any:
        """The session.Place that many machines share; None where this machine has a file."""
        return None

    @abc.abstractmethod
    def sources(self) -> Iterator[Source]:
        """The states that can answer, newest first; none where nothing was ever published."""

    def exists(self) -> bool:
        return next(self.sources(), None) is not None

    @abc.abstractmethod
    def sound(self, source: Source) -> bool:
        """Whether a state reads as it was published, to its last block."""

    @abc.abstractmethod
    def reading(
        self, source: Source
    ) -> contextlib.AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A read-only connection to one state."""

    @abc.abstractmethod
    def writing(
        self, fresh: bool = False
    ) -> contextlib.AbstractContextManager[duckdb.DuckDBPyConnection]:
        """A connection that no other writer has at the same time, in a transaction; what it commits
        shows when the block ends well. `fresh`: what stands there goes."""

    @abc.abstractmethod
    def open_into(self, con: duckdb.DuckDBPyConnection, source: Source) -> None:
        """Every table of schema.sql under its own name in `con`, as of one state."""

    @abc.abstractmethod
    def back_up(self, folder: pathlib.Path) -> tuple[pathlib.Path, int]:
        """A verified copy in a folder, named by time, and how many loads it holds."""

    @abc.abstractmethod
    def restore(self, copy: pathlib.Path) -> tuple[int, pathlib.Path | None]:
        """Put a backup in the warehouse's place: its loads, and where what stood there is kept."""
