"""Sign-ins that have ended before their time.

Streamlit's cookie is only signed, so a copy of it would live on after sign-out; this list ends it.

One line per sign-out in a file that every server process of this machine reads: time of sign-out,
session. Where the warehouse is in PostgreSQL, that tells the other replicas.
"""

import contextlib
import fcntl
import functools
import logging
import os
import pathlib
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from warehouse import Unavailable, configured_warehouse

if TYPE_CHECKING:
    from warehouse.news import News

_NAME = "ended-sessions"
_LONGEST = 13 * 3600  # a session is over by itself after 12 hours, and clocks differ

_log = logging.getLogger("kpi.access")


def state_folder() -> pathlib.Path:
    """Where this machine keeps ended sessions, what is begun, and with a file the audit trail:
    KPI_STATE, else beside the warehouse file, or in data/ for a database. Made by whoever writes
    first."""
    return pathlib.Path(os.environ.get("KPI_STATE") or configured_warehouse().folder / "state")


@contextlib.contextmanager
def locked(name: str, shared: bool = False):
    """The path of a state file while no other process writes any; `shared` only reads, and needs no
    right to write."""
    folder = state_folder()
    if shared and not (folder / ".lock").exists():  # nobody has written yet
        yield folder / name
        return
    if not shared:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(folder / ".lock", "r" if shared else "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield folder / name


def end(session: str) -> None:
    """From now on, no copy of this session's cookie opens anything. Raises OSError where neither
    this machine's disk nor PostgreSQL can keep that."""
    try:
        _keep(session)
    except OSError as fault:
        if not _told([session]):
            raise
        _log.error("a session that ended is kept in PostgreSQL only: %s", fault)
    else:
        _told(_recent())


def _keep(session: str) -> None:
    with locked(_NAME) as path, open(path, "a", encoding="ascii") as f:
        # a line that a kill or a full disk cut short must not swallow this one
        f.write(f"\n{int(time.time())} {session}\n")
        f.flush()
        os.fsync(f.fileno())


def _told(sessions: Iterable[str]) -> bool:
    """Whether other replicas know; what cannot be told now is told with the next sign-out or
    start."""
    place = configured_warehouse().shared_place
    if place is None:
        return False
    from access import shared  # whoever has a file needs no PostgreSQL

    try:
        shared.end_sessions(place, sorted(sessions))
        return True
    except Unavailable as fault:
        _log.error("a session that ended here is not yet ended on other replicas: %s", fault)
        return False


def ended(session: str) -> bool:
    """Without waiting for PostgreSQL: the gate asks before every address and message."""
    heard = _heard()
    return session in _here() or (heard is not None and session in (heard.last() or ()))


def _heard() -> "News[frozenset[str]] | None":
    """What other replicas tell; None where the warehouse is a file of this machine."""
    place = configured_warehouse().shared_place
    if place is None:
        return None
    from access import shared

    return shared.ended_sessions(place)


def _here() -> frozenset[str]:
    """The sessions that ended on this machine."""
    path = state_folder() / _NAME
    try:
        stat = os.stat(path)
    except FileNotFoundError:
        return frozenset()
    return _sessions(path, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=2)
def _sessions(path: pathlib.Path, _changed: int, _size: int) -> frozenset[str]:
    return frozenset(session for _, session in _whole_lines(path))


def _whole_lines(path: pathlib.Path) -> list[tuple[int, str]]:
    """(time, session) of each; what was cut short while it was written is none."""
    text = path.read_text(encoding="ascii", errors="replace")  # a disk may hand back anything
    found = re.findall(r"^([0-9]+) ([0-9a-f]{64})$", text, re.MULTILINE)
    return [(int(at), session) for at, session in found]


def _recent() -> dict[str, int]:
    """When it ended, of each session that would still hold if nobody had ended it."""
    path, since = state_folder() / _NAME, time.time() - _LONGEST
    lines = _whole_lines(path) if path.exists() else []
    return {session: at for at, session in lines if at > since}


def forget_old() -> None:
    """At start: drop what has ended by itself in the meantime, tell and hear of the rest. A full
    disk keeps nobody from reading: then nothing is dropped."""
    try:
        with locked(_NAME) as path:
            if path.exists():
                kept = [f"{at} {session}\n" for session, at in _recent().items()]
                new = path.with_suffix(".new")
                new.write_text("".join(kept), encoding="ascii")
                new.replace(path)
    except OSError as fault:
        _log.error("KPI_STATE cannot be written, no change can be recorded: %s", fault)
    _told(_recent())
    if heard := _heard():
        with contextlib.suppress(Unavailable):  # it is heard as soon as PostgreSQL answers
            heard.current()
