"""A load stopped by strace at each of its writes, fsyncs, renames and unlinks: killed, out of
space, or with a broken disk. What is there afterwards is exactly the old or exactly the new."""

import collections
import concurrent.futures
import math
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
_DISK_CALLS = _CALLS.replace("sendto,", "").split(",")
_TEMPORARY = (".new", ".afresh", ".part", ".wal")
KILLED, FULL, BROKEN_DISK = "killed", "disk full from here on", "disk broken once"
FAULTS = (KILLED, FULL, BROKEN_DISK)
BROKEN = (
    "neither old nor new",
    "acknowledged and not there",
    "called failed and there",
    "a retry does not get through",
    "left behind",
)


@dataclass(frozen=True)
class Point:
    """One call of a load, and what happens to it. `seen`: how many of each system call came before
    it, as strace counts each by itself."""

    fault: str
    number: int
    call: str
    seen: tuple[tuple[str, int], ...]

    def rules(self) -> list[str]:
        """What strace injects."""
        seen = dict(self.seen)
        if self.fault == FULL:
            after = {c: seen.get(c, 0) + 1 for c in _DISK_CALLS}
            return [f"inject={c}:error=ENOSPC:when={n}+" for c, n in after.items()]
        what = "signal=SIGKILL" if self.fault == KILLED else "error=EIO"
        return [f"inject={self.call}:{what}:when={seen.get(self.call, 0) + 1}"]

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
        told = [(what, str(p)) for p, (_, broken) in zip(chosen, found) for what in broken]
        met = f"{len(every)}, tried {len(chosen)}, met {sum(met for met, _ in found)}"
        return [
            Figure(f"{kind}: calls of one load × faults", met),
            *(none(f"{kind}: {w}", [p for x, p in told if x == w], len(chosen)) for w in BROKEN),
        ]

    def _points(self, warehouse: Warehouse, kind: str) -> list[Point]:
        """Every call of one load that nothing happens to, each with the three faults in turn."""
        log = self.place / f"{kind}.trace"
        assert load(JULY, warehouse, self.place / "traced", *_strace(log)).returncode == 0
        calls = re.findall(r"^(\w+)\(", log.read_text(errors="replace"), re.M)
        seen: collections.Counter[str] = collections.Counter()
        points = []
        for n, call in enumerate(calls, 1):
            # no disk is full or broken for a socket: libpq would wait for ever
            faults = FAULTS if call in _DISK_CALLS else (KILLED,)
            points += [Point(f, n, call, tuple(seen.items())) for f in faults]
            seen[call] += 1
        return points

    def _stopped(
        self, fresh: Callable[[str], Warehouse], kind: str, point: Point
    ) -> tuple[bool, list[str]]:
        """Whether the load came to the point, and what broke: one load with the fault, one
        without."""
        name = f"{kind}-{point.number}-{FAULTS.index(point.fault)}"
        warehouse, state = fresh(name), self.place / f"{name}.state"
        log = self.place / f"{name}.trace"
        rules = [part for rule in point.rules() for part in ("-e", rule)]
        code = load(JULY, warehouse, state, *_strace(log, *rules)).returncode
        met = re.search("INJECTED|killed by SIGKILL", log.read_text(errors="replace")) is not None
        there = self.states.get(contents(warehouse), "neither")
        again = load(JULY, warehouse, state)
        left = [f for f in self.place.glob(f"{name}/*") if f.suffix in _TEMPORARY]
        through = again.returncode == 0 and self.states.get(contents(warehouse)) == "new"
        failed = (
            there == "neither",
            code == 0 and there != "new",
            code > 0 and point.fault != KILLED and there == "new",
            not through,
            bool(left),
        )
        return met, [what for what, is_so in zip(BROKEN, failed) if is_so]


def _spread(every: list[Point], most: int) -> list[Point]:
    """From the first call to the last, each fault a third."""
    each = [[p for p in every if p.fault == f] for f in FAULTS]
    chosen = [
        p for points in each for p in points[:: max(1, math.ceil(len(points) * len(FAULTS) / most))]
    ]
    return sorted(chosen, key=lambda p: p.number)


def _strace(log: pathlib.Path | str, *rule: str) -> list[str]:
    """On one processor DuckDB writes in the thread that asks, so the calls have one order."""
    return ["taskset", "-c", "0", "strace", "-qq", "-o", str(log), "-e", f"trace={_CALLS}", *rule]
