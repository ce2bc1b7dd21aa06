"""A load stopped by strace at each of its writes, fsyncs, renames and unlinks: killed, out of
space, or with a broken disk. What is there afterwards is exactly the old or exactly the new."""

import concurrent.futures
import itertools
import pathlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from prove.figures import Figure, none
from prove.warehouses import AUGUST, JULY, contents, copied, databases, folder, in_folder, load
from warehouse.kind import Warehouse

SIZES = {
    "pr": {"file": 24, "database": 6},
    "night": {"file": 10**6, "database": 10**6},
}  # points tried
_CALLS = (
    "write,pwrite64,writev,sendfile,sendto,ftruncate,fsync,fdatasync,rename,link,unlink,mkdir,rmdir"
)
_ON_DISK = _CALLS.replace("sendto,", "")  # no disk is full for a socket: libpq would wait for ever
_TEMPORARY = (".new", ".afresh", ".part", ".wal")
FAULTS = {
    "killed": "signal=SIGKILL:when={}",
    "disk full from here on": "error=ENOSPC:when={}+",
    "disk broken once": "error=EIO:when={}",
}
BROKEN = (
    "neither old nor new",
    "acknowledged and not there",
    "called failed and there",
    "a retry does not get through",
    "left behind",
)


@dataclass(frozen=True)
class Point:
    """One call of a load, and what happens to it."""

    fault: str
    number: int
    call: str

    def __str__(self) -> str:
        return f"{self.fault} at call {self.number} ({self.call})"


def prove(file: int, database: int) -> list[Figure]:
    with folder() as place, databases() as in_database:
        old = in_folder(place / "old")
        assert load(AUGUST, old, place / "state").returncode == 0
        new = copied(old, place / "new")
        assert load(JULY, new, place / "state").returncode == 0
        trial = Trial(place, {contents(old): "old", contents(new): "new"})
        return [
            *trial.figures("file", lambda name: copied(old, place / name), file),
            *trial.figures("database", lambda name: in_database(old), database),
        ]


class Trial:
    """Loads stopped at points of their way. `states`: {contents: old or new}."""

    def __init__(self, place: pathlib.Path, states: dict[str, str]):
        self.place, self.states = place, states

    def figures(self, kind: str, fresh: Callable[[str], Warehouse], most: int) -> list[Figure]:
        every = self._points(fresh(f"{kind}-traced"), kind)
        chosen = _spread(every, most)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda point: self._stopped(fresh, kind, point), chosen))
        told = [(what, str(p)) for p, broken in zip(chosen, found) for what in broken]
        return [
            Figure(f"{kind}: calls of one load × faults", f"{len(every)}, tried {len(chosen)}"),
            *(none(f"{kind}: {w}", [p for x, p in told if x == w], len(chosen)) for w in BROKEN),
        ]

    def _points(self, warehouse: Warehouse, kind: str) -> list[Point]:
        """Every call of one load that nothing happens to, each with the three faults in turn."""
        log = self.place / f"{kind}.trace"
        assert load(JULY, warehouse, self.place / "traced", *_strace(log)).returncode == 0
        calls = re.findall(r"^(\w+)\(", log.read_text(errors="replace"), re.M)
        on_disk = [0, *itertools.accumulate(call != "sendto" for call in calls)][1:]
        return [
            Point(f, n if f == "killed" else max(1, on_disk[n - 1]), call)
            for n, call in enumerate(calls, 1)
            for f in FAULTS
        ]

    def _stopped(self, fresh: Callable[[str], Warehouse], kind: str, point: Point) -> list[str]:
        """What broke: one load with the fault, one without."""
        name = f"{kind}-{point.number}-{list(FAULTS).index(point.fault)}"
        warehouse, state = fresh(name), self.place / f"{name}.state"
        calls = _CALLS if point.fault == "killed" else _ON_DISK
        rule = f"inject={calls}:{FAULTS[point.fault].format(point.number)}"
        code = load(JULY, warehouse, state, *_strace("/dev/null", "-e", rule)).returncode
        there = self.states.get(contents(warehouse), "neither")
        again = load(JULY, warehouse, state)
        left = [f for f in self.place.glob(f"{name}/*") if f.suffix in _TEMPORARY]
        through = again.returncode == 0 and self.states.get(contents(warehouse)) == "new"
        failed = (
            there == "neither",
            code == 0 and there != "new",
            code > 0 and point.fault != "killed" and there == "new",
            not through,
            bool(left),
        )
        return [what for what, is_so in zip(BROKEN, failed) if is_so]


def _spread(every: list[Point], most: int) -> list[Point]:
    """From the first call to the last, the faults in turn."""
    step = len(every) / len(FAULTS) / most
    return (
        every
        if step < 1
        else [every[int(n * step) * len(FAULTS) + n % len(FAULTS)] for n in range(most)]
    )


def _strace(log: pathlib.Path | str, *rule: str) -> list[str]:
    """On one processor DuckDB writes in the thread that asks, so the calls have one order."""
    return ["taskset", "-c", "0", "strace", "-qq", "-o", str(log), "-e", f"trace={_CALLS}", *rule]
