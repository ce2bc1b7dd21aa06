"""What somebody has begun to change while the trail does not yet say how it ended: a file each in
KPI_STATE/begun, written before the change and locked as long as its process lives."""

import contextlib
import fcntl
import json
import logging
import os
import pathlib
import secrets
from collections.abc import Iterator
from typing import TextIO

from access.audit import Unrecordable
from access.sessions import state_folder
from words.clock import utc_now

_log = logging.getLogger("kpi.access")


class Begun:
    """One intent: `said` is what was written down, `at` included. Ends with finish() or leave()."""

    def __init__(self, path: pathlib.Path, file: TextIO, said: dict):
        self.path, self._file, self.said = path, file, said
        self.reference = path.stem

    def finish(self) -> None:
        """The trail has the outcome."""
        with contextlib.suppress(OSError):  # what stays is found to be in the trail already
            self.path.unlink()
        self._file.close()

    def leave(self) -> None:
        """The trail cannot be written; whoever comes next completes it."""
        self._file.close()


def begin(said: dict) -> Begun:
    """Write an intent down before anything changes. Raises Unrecordable."""
    said = said | {"at": utc_now().isoformat()}
    folder = state_folder() / "begun"
    path = folder / f"{secrets.token_hex(4)}.json"
    new = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = open(new, "x", encoding="utf-8")  # noqa: SIM115, it stays open and locked
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(json.dumps(said, ensure_ascii=False))
            file.flush()
            os.fsync(file.fileno())
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise Unrecordable(str(fault)) from fault
    return Begun(path, file, said)


def left() -> Iterator[Begun]:
    """The intents whose process is gone, each held while it is looked at."""
    for path in sorted((state_folder() / "begun").glob("*.json")):
        with contextlib.suppress(OSError):  # still at work, or finished in the meantime
            file = open(path, encoding="utf-8")  # noqa: SIM115, it stays open and locked
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.fstat(file.fileno()).st_nlink:
                continue
            try:
                said = json.load(file)
            except ValueError as fault:  # not ours: the others are looked at all the same
                _log.error("%s is no intent: %s", path, fault)
                continue
            yield Begun(path, file, said)
