"""Names and order of the files that keep a warehouse: the earlier ones beside it, and backups."""

import logging
import os
import pathlib
import re
from collections.abc import Iterator

from warehouse.faults import NotAWarehouse
from words.clock import utc_now

KEPT = 5  # earlier files beside the warehouse
_log = logging.getLogger("kpi.warehouse")


def earlier(path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Where the kept earlier files stand, newest first, there or not."""
    return (path.with_name(f"{path.name}.previous-{n}") for n in range(1, KEPT + 1))


def keep(path: pathlib.Path) -> None:
    """Just before the file is replaced: a hard link keeps what it is now, and the oldest of KEPT
    goes. Costs no copy."""
    files = list(earlier(path))
    for older, newer in reversed(list(zip(files[1:], files[:-1], strict=True))):
        if newer.exists():
            os.replace(newer, older)
    files[0].unlink(missing_ok=True)
    os.link(path, files[0])


def named_by_time(folder: pathlib.Path, checksum: str) -> pathlib.Path:
    return folder / f"warehouse-{utc_now():%Y%m%dT%H%M%SZ}-{checksum[:12]}.duckdb"


def require_named(backup: pathlib.Path, checksum: str) -> None:
    """Raises NotAWarehouse for a backup that is not what its name says."""
    named = re.search(r"-([0-9a-f]{12})\.duckdb$", backup.name)
    if named and not checksum.startswith(named[1]):
        raise NotAWarehouse(f"{backup.name}: damaged, its checksum is {checksum[:12]}")


def sync(path: pathlib.Path) -> None:
    with open(path, "rb+") as f:
        os.fsync(f.fileno())


def sync_folder(folder: pathlib.Path) -> None:
    """The rename has happened and readers follow it: a folder that cannot be synced is told to the
    operator, and not as a publication that failed."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        _log.error("%s could not be synced after a publication: %s", folder, error)
