"""Folders for what is worked out from a warehouse and may be lost.

They go with their user; what a killed process left goes with the next folder.
"""

import fcntl
import pathlib
import shutil
import tempfile
import time
import weakref

_NEW = 60  # seconds in which a folder may not have its lock yet
_held: weakref.WeakSet["Scratch"] = weakref.WeakSet()


class Scratch(tempfile.TemporaryDirectory):
    """A folder in the system's temporary one, named kpi-<kind>-…, locked while its process
    lives."""

    def __init__(self, kind: str):
        _sweep(kind)
        super().__init__(prefix=f"kpi-{kind}-", ignore_cleanup_errors=True)
        self._lock = open(pathlib.Path(self.name) / "lock", "a")  # noqa: SIM115, as long as this object
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        _held.add(self)


def remove_all() -> None:
    """What this process holds, at its end: a server ends by the signal that stopped it, and so
    without the orderly exit at which Python would remove them."""
    for folder in list(_held):
        folder.cleanup()


def _sweep(kind: str) -> None:
    """Remove the folders that nobody holds: an extract of a million rows is 100 MB, and a process
    may be killed every night."""
    for folder in pathlib.Path(tempfile.gettempdir()).glob(f"kpi-{kind}-*"):
        try:
            if time.time() - folder.stat().st_mtime < _NEW:
                continue
            with open(folder / "lock", "a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # in use, another user's, or gone a moment ago
