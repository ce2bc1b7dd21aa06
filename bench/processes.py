"""Processor time and memory of processes, children included, as Linux counts them under /proc."""

import os
import pathlib
from collections.abc import Iterable

_TICKS = os.sysconf("SC_CLK_TCK")


def family(roots: Iterable[int]) -> set[int]:
    """The processes and everything they started that still runs."""
    parents = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        if fields := _fields(path):
            parents[int(path.parent.name)] = int(fields[1])
    found = set(roots) & set(parents)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def cpu_seconds(roots: Iterable[int]) -> float:
    """Of the processes that still run, and of those ended children that their parents have waited
    for."""
    fields = [_fields(pathlib.Path(f"/proc/{pid}/stat")) for pid in family(roots)]
    return sum(int(tick) for f in fields if f for tick in f[11:15]) / _TICKS


def busy_seconds() -> float:
    """All processors of the machine together, whoever used them."""
    user, nice, system, _, _, irq, softirq, steal = (
        int(t) for t in pathlib.Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) / _TICKS


def memory(pid: int) -> int:
    """Bytes of a process that no other shares."""
    return _rolled_up(pid, "Private_")


def share_of_memory(pid: int) -> int:
    """Bytes of a process, with its part of those it shares; 0 where it has gone.

    Those of a family may be added up.
    """
    try:
        return _rolled_up(pid, "Pss:")
    except (FileNotFoundError, ProcessLookupError):
        return 0


def open_files(pid: int) -> int:
    """File descriptors, sockets included."""
    return sum(1 for _ in pathlib.Path(f"/proc/{pid}/fd").iterdir())


def bytes_read(pid: int) -> int:
    """Bytes that a process has read from files and pipes so far, from memory or disk alike."""
    return int(pathlib.Path(f"/proc/{pid}/io").read_text().split()[1])


def _rolled_up(pid: int, kind: str) -> int:
    """Bytes of the lines of a process's memory that begin so."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith(kind))


def _fields(path: pathlib.Path) -> list[str]:
    """What stands after the name, which may hold spaces: state, parent, …; empty where the process
    has gone."""
    try:
        return path.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
