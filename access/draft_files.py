"""Drafts in KPI_STATE/drafts, where all processes of this machine see them: of each, a file of
facts and as long as it is needed its workbook."""

import contextlib
import fcntl
import os
import pathlib
from collections.abc import Iterator

from access.audit import Unrecordable
from access.sessions import state_folder


class DraftFiles:
    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else files or ends a draft meanwhile. Raises Unrecordable."""
        try:
            _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = open(_folder() / ".lock", "a")  # noqa: SIM115, closed below
        except OSError as fault:
            raise Unrecordable(str(fault)) from fault
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def facts(self) -> list[str]:
        return [f.read_text(encoding="utf-8") for f in _folder().glob("*.json")]

    def keep(self, number: int, facts: str, workbook: bytes | None = None) -> None:
        """Raises Unrecordable."""
        if workbook is not None:
            _write(_folder() / f"{number}.xlsx", workbook)
        _write(_folder() / f"{number}.json", facts.encode())

    def workbook(self, number: int) -> bytes | None:
        path = _folder() / f"{number}.xlsx"
        return path.read_bytes() if path.exists() else None

    def forget_workbook(self, number: int) -> None:
        (_folder() / f"{number}.xlsx").unlink(missing_ok=True)


def _folder() -> pathlib.Path:
    return state_folder() / "drafts"


def _write(path: pathlib.Path, data: bytes) -> None:
    """Whole and on the disk, or not at all."""
    new = path.with_name(f"{path.name}.new")
    try:
        with open(new, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        new.replace(path)
    except OSError as fault:
        new.unlink(missing_ok=True)
        raise Unrecordable(str(fault)) from fault
