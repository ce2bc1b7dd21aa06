"""python -m bench.crowd ADDRESS: a crowd of visitors in one process.

Each line on its input, `SESSIONS SECONDS`, makes the crowd that big and measures it.

It answers with two lines of JSON: `{"measuring": true}` when the window begins, then what the
clicks made within it had to wait.
"""

import asyncio
import dataclasses
import json
import math
import random
import statistics
import sys
import time

import uvloop

from bench.visitor import PATIENCE, Visitor, Wait

THINK = 10  # seconds between an answer and the next click: exponential with this mean
PROMISE = 1.0  # the slowest tenth may wait this long


@dataclasses.dataclass(frozen=True)
class Window:
    """What a crowd saw: clicks made, seconds in quantiles (a click not served counts as PATIENCE),
    scripts finished, bytes of them."""

    sessions: int
    seconds: float
    clicks: int
    failed: int
    p50: float
    p90: float
    bytes: int
    failure: str

    @property
    def served(self) -> int:
        return self.clicks - self.failed

    @property
    def kept(self) -> bool:
        """The promise: nine of ten wait at most a second and nobody sees a failure."""
        return self.p90 <= PROMISE and not self.failed


class Crowd:
    def __init__(self, address: str, seed: int = 1, think: float = THINK):
        self.address, self.seed, self.think = address, seed, think
        self.members: dict[int, tuple[Visitor, asyncio.Task]] = {}
        self._numbers = iter(range(10**9))

    async def resize(self, sessions: int) -> None:
        """New visitors come over as long as it takes the crowd to click once, so that coming does
        not weigh more than staying."""
        while len(self.members) > sessions:
            _, task = self.members.pop(next(iter(self.members)))
            task.cancel()
        missing = sessions - len(self.members)
        for _ in range(missing):
            number = next(self._numbers)
            visitor = Visitor(self.address, self.seed * 100_000 + number)
            self.members[number] = visitor, asyncio.create_task(_stay(visitor, self.think))
            await asyncio.sleep(self.think / sessions)

    async def measure(self, seconds: float) -> Window:
        """The clicks made in the next `seconds`, judged one promise later: who still waits by then
        has waited too long."""
        for visitor, _ in self.members.values():
            del visitor.waits[:-1]
        began = time.perf_counter()
        await asyncio.sleep(seconds)
        ended = time.perf_counter()
        await asyncio.sleep(PROMISE)
        return window(
            len(self.members),
            seconds,
            [w for v, _ in self.members.values() for w in v.waits if began <= w.began < ended],
        )

    async def leave(self) -> None:
        await self.resize(0)
        await asyncio.sleep(0.2)


def window(sessions: int, seconds: float, waits: list[Wait]) -> Window:
    """Failed clicks count as the longest waits: they are not served, and quick failures must not
    look quick."""
    now = time.perf_counter()
    waited = sorted(
        PATIENCE if w.failure else now - w.began if math.isnan(w.seconds) else w.seconds
        for w in waits
    )
    failures = [w.failure for w in waits if w.failure]
    deciles = statistics.quantiles(waited, n=10) if len(waited) > 1 else [PATIENCE] * 9
    return Window(
        sessions,
        seconds,
        len(waits),
        len(failures),
        deciles[4],
        deciles[8],
        sum(w.bytes for w in waits),
        failures[0] if failures else "",
    )


async def _stay(visitor: Visitor, think: float) -> None:
    """Open, think, click, think … A visitor who sees a failure goes on: a real one reloads too."""
    try:
        await _open(visitor)
        while True:
            await asyncio.sleep(visitor.random.expovariate(1 / think))
            if (await visitor.act()).failure.startswith("connection"):
                await _open(visitor)
    finally:
        await visitor.close()


async def _open(visitor: Visitor) -> None:
    while True:
        began = time.perf_counter()
        try:
            if not (await visitor.open()).failure:
                return
        except (OSError, TimeoutError) as error:
            visitor.waits.append(
                Wait(began, time.perf_counter() - began, failure=f"does not open: {error!r}")
            )
        await asyncio.sleep(random.uniform(1, 2))


async def serve(address: str) -> None:
    crowd = Crowd(address)
    while line := await asyncio.to_thread(sys.stdin.readline):
        sessions, seconds = line.split()
        await crowd.resize(int(sessions))
        await asyncio.sleep(2)
        print(json.dumps({"measuring": True}), flush=True)
        print(json.dumps(dataclasses.asdict(await crowd.measure(float(seconds)))), flush=True)
    await crowd.leave()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(sys.argv[1]))
