"""Many people on a server for a while, with a publication every few seconds: memory, the file and
the slowest hundredth stay as they are after warming up."""

import asyncio
import math
import os
import statistics
import time

from bench.crowd import PATIENCE, Crowd
from bench.processes import memory
from catalog import catalog
from ingest.changes.rebuild import rebuild
from prove.figures import Figure, at_most, none
from prove.warehouses import copied, folder, in_folder, published, simulated
from tests.server import Server

_REST = 4  # seconds until the versions before the newest are let go

SIZES = {
    "pr": {"people": 50, "seconds": 60, "every": 5},
    "night": {"people": 50, "seconds": 7_200, "every": 5},
}


def prove(people: int, seconds: int, every: int) -> list[Figure]:
    with folder() as place:
        path = in_folder(place)
        for month, workbook in simulated(6).items():
            published(path, workbook, f"{month:%Y-%m}.xlsx")
        server = Server(path, KPI_STATE=str(place / "state"))
        try:
            parts, published_ = asyncio.run(_watch(server, path, people, seconds, every))
        finally:
            server.stop()
        again = copied(path, place / "again")
        rebuild(again, catalog())
        growth = os.stat(path).st_size / os.stat(again).st_size
    warm, last = parts[1], parts[-1]
    failed = [w.failure for part in parts for w in part[1] if w.failure]
    clicks = sum(len(part[1]) for part in parts)
    drift = last[0] / warm[0] - 1
    return [
        none(
            f"clicks of {people} people beside {published_} publications that failed",
            failed,
            clicks,
        ),
        at_most("memory, last quarter to second", 100 * drift, 5, " %", 1),
        at_most("file against the same rebuilt", growth, 1.2),
        at_most(
            "slowest hundredth, last quarter against the second", _slow(last) / _slow(warm), 1.5
        ),
    ]


async def _watch(server: Server, path, people: int, seconds: int, every: int):
    """Four quarters of (memory in bytes, the clicks), and how many publications there were."""
    crowd, parts, count = Crowd(server.address, think=people / 5), [], 0
    workbooks = list(simulated(7).items())
    await crowd.resize(people)
    for _ in range(4):
        for visitor, _task in crowd.members.values():
            del visitor.waits[:-1]
        began = time.perf_counter()
        while time.perf_counter() - began < seconds / 4:
            count += 1
            published_at = time.perf_counter()
            await asyncio.to_thread(_publish_again, path, workbooks, count)
            await asyncio.sleep(max(0, published_at + every - time.perf_counter()))
        waits = [w for v, _ in crowd.members.values() for w in v.waits if began <= w.began]
        parts.append((await _at_rest(server.process.pid), waits))
    await crowd.leave()
    return parts, count


async def _at_rest(process: int) -> int:
    """What it keeps while people click and nothing is published: beside publications it holds up
    to four of them at once and moves between 250 and 500 MB, from second to second."""
    await asyncio.sleep(_REST)
    seen = []
    for _ in range(_REST):
        seen.append(memory(process))
        await asyncio.sleep(1)
    return min(seen)


def _publish_again(path, workbooks: list, count: int) -> None:
    """The newest month, and then revisions of it: one figure is another each time."""
    from tests.conftest import edited

    month, workbook = workbooks[6]
    cells = {"平台推广应用!C4": f"{18481.3 + count % 100 / 10:.1f}"}
    published(path, edited(workbook, cells), f"{month:%Y-%m}-{count}.xlsx")


def _slow(part: tuple) -> float:
    """Seconds; a click that was still on its way at the end has none."""
    ended = [w for w in part[1] if w.failure or not math.isnan(w.seconds)]
    waited = [PATIENCE if w.failure else w.seconds for w in ended]
    return statistics.quantiles(waited, n=100)[98] if len(waited) > 1 else PATIENCE
