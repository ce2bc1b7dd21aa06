"""Keeping the warehouse: earlier files beside it, copies elsewhere, and the way back.

A file is one whole state, so a copy of it is a backup.
"""

import os
import pathlib
import shutil

import duckdb

from warehouse import DUCKDB_CONFIG, quoted
from words.clock import utc_now

KEPT = 5  # earlier files beside the warehouse


class NotAWarehouse(ValueError):
    """A file that does not open as a warehouse. Says what DuckDB said."""


def loads_in(path: pathlib.Path) -> int:
    """How many loads a warehouse file holds; raises NotAWarehouse for anything else."""
    try:
        with duckdb.connect(":memory:", config=DUCKDB_CONFIG) as con:
            con.execute(f"ATTACH {quoted(path)} AS looked_at (READ_ONLY)")
            con.execute("SELECT count(*), max(month) FROM looked_at.observation")
            return con.execute("SELECT count(*) FROM looked_at.load").fetchone()[0]
    except duckdb.Error as error:
        raise NotAWarehouse(f"{path.name}: {error}") from error


def opens(path: pathlib.Path) -> bool:
    try:
        loads_in(path)
    except NotAWarehouse:
        return False
    return True


def previous(path: pathlib.Path) -> list[pathlib.Path]:
    """The kept earlier files, newest first."""
    return [
        p
        for p in (path.with_name(f"{path.name}.previous-{n}") for n in range(1, KEPT + 1))
        if p.exists()
    ]


def keep(path: pathlib.Path) -> None:
    """Just before the file is replaced: a hard link keeps what it is now, and the oldest of KEPT
    goes. Costs no copy."""
    for n in range(KEPT, 1, -1):
        older, newer = (path.with_name(f"{path.name}.previous-{m}") for m in (n, n - 1))
        if newer.exists():
            os.replace(newer, older)
    newest = path.with_name(f"{path.name}.previous-1")
    newest.unlink(missing_ok=True)
    os.link(path, newest)


def back_up(path: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """A verified copy named by time.

    The copy is read from one open file, so a publication in the meantime does not mix in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"warehouse-{utc_now():%Y%m%dT%H%M%SZ}.duckdb"
    part = target.with_suffix(".part")
    with open(path, "rb") as source, open(part, "wb") as copy:
        shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
    loads_in(part)
    part.replace(target)
    return target
