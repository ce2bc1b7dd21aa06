"""Pages behind HAProxy while one replica is killed and all are restarted, each time with an upload
and a download in flight: all of a page goes to one replica, no button is dead, and only what was in
flight is lost. Some are pages of Chromium; the others speak Streamlit's protocol as its frontend
does (prove/tabs.py), because two cores that draw twenty pages measure their drawing."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from playwright.async_api import async_playwright

from deploy.cluster.__main__ import Cluster
from deploy.cluster.ports import free_port
from prove.figures import Figure, none
from prove.people import THINK, Act, Clerk, Person, Reader
from prove.tabs import Tab
from prove.warehouses import folder
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.provider import Provider

SIZES = {
    "pr": {"browsers": 2, "tabs": 18, "rounds": 1},
    "night": {"browsers": 2, "tabs": 18, "rounds": 5},
}
_MOST = 4  # seconds that any click but the one in flight may take
_ENDING = 2  # seconds from the signal until a replica has closed its sockets (0.8 to 1.2 seen)
_BETWEEN = 3  # seconds from one end to the next: HAProxy has seen the replica twice


def prove(browsers: int, tabs: int, rounds: int) -> list[Figure]:
    provider, cluster = Provider(), Cluster(2, free_port())
    try:
        with folder() as place:
            access = place / "access.toml"
            access.write_text(provider.access(cluster.address), encoding="utf-8")
            cluster.environment |= {
                "KPI_ACCESS": str(access),
                "KPI_COOKIE_SECRET": cluster.environment["STREAMLIT_SERVER_COOKIE_SECRET"],
                "KPI_CLIENT_SECRET": "s",
            }
            cluster.start()
            seen = asyncio.run(_seen(cluster, browsers, tabs, rounds))
    finally:
        cluster.stop()
        provider.stop()
    return _figures(seen)


@dataclass
class Seen:
    """ends: when a replica ended (monotonic)."""

    browsers: int
    people: list[list[Act]] = field(default_factory=list)
    clerk: list[Act] = field(default_factory=list)
    split: list[str] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    load: float = 0


async def _seen(cluster: Cluster, browsers: int, tabs: int, rounds: int) -> Seen:
    seen, chance, over = Seen(browsers), random.Random(17), asyncio.Event()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        clerk = Clerk(browser, cluster.address)
        people: list[Person] = [Reader(browser, cluster.address) for _ in range(browsers)]
        people += [Tab(cluster.address) for _ in range(tabs)]
        for person in [clerk, *people]:
            await person.arrive()
        staying = [
            asyncio.create_task(p.stay(random.Random(n), over)) for n, p in enumerate(people)
        ]
        for _ in range(rounds):
            await _harm(cluster, clerk, chance, seen)
        seen.load = os.getloadavg()[0]
        await asyncio.sleep(THINK)
        over.set()
        await asyncio.gather(*staying)
        for person in [*people, clerk]:
            seen.split += (await person.split())[:1]
        seen.people, seen.clerk = [p.acts for p in people], clerk.acts
        await browser.close()
    return seen


async def _harm(cluster: Cluster, clerk: Clerk, chance: random.Random, seen: Seen) -> None:
    """One replica is killed and starts again; then all are restarted, one after another."""
    home = [f"r{port}" for port in cluster.ports].index(clerk.home)

    def kill() -> None:
        cluster.replicas[home].kill()
        cluster.replicas[home].wait()

    await _end(kill, clerk, chance, seen)
    await asyncio.to_thread(cluster.restart, home)
    for number in range(len(cluster.replicas)):
        await _end(partial(cluster.restart, number), clerk, chance, seen)


async def _end(end: Callable[[], None], clerk: Clerk, chance: random.Random, seen: Seen) -> None:
    """While the clerk's upload and download are on their way."""
    working = asyncio.create_task(clerk.work())
    await asyncio.sleep(chance.uniform(0, 0.4))
    seen.ends.append(monotonic())
    await asyncio.to_thread(end)
    await asyncio.sleep(_BETWEEN)
    await working


def _figures(seen: Seen) -> list[Figure]:
    clicks = [click for person in seen.people for click in person]
    dead = [f"{a.what}: {a.lost}" for a in [*clicks, *seen.clerk] if _dead(a, seen.ends)]
    late = [a for person in seen.people for a in _late(person, seen.ends)]
    slowest = sorted((a.waited for a in clicks), reverse=True)
    again = sum(bool(a.lost) for a in seen.clerk)
    return [
        Figure(
            f"clicks of {len(seen.people)} people, {seen.browsers} in Chromium, one in {THINK} s, "
            f"while {len(seen.ends)} replicas ended; the machine's load was {seen.load:.1f}",
            f"{len(clicks):,}, {sum(bool(a.lost) for a in clicks)} made twice",
        ),
        Figure(
            "uploads and downloads in flight at an end", f"{len(seen.clerk)}, {again} made twice"
        ),
        none("clicks, uploads and downloads that nothing answered, made twice", dead, len(clicks)),
        none("pages served by two replicas at once", seen.split, len(seen.people) + 1),
        none(
            f"clicks besides the one in flight at an end that waited over {_MOST} s",
            [f"{a.what} {a.waited:.1f} s" for a in late],
            len(clicks),
        ),
        Figure("the slowest clicks", ", ".join(f"{s:.1f} s" for s in slowest[:5])),
    ]


def _dead(act: Act, ends: list[float]) -> bool:
    """Done again in vain, but where that was in flight at another end of a replica."""
    return bool(act.dead) or any(
        not any(-_ENDING <= end - made <= _MOST for end in ends) for made in act.vain
    )


def _late(acts: list[Act], ends: list[float]) -> list[Act]:
    """A person's slow clicks, without one for each end of a replica: that was in flight."""
    seen: Counter[int] = Counter()
    late = []
    for act in acts:
        if act.waited > _MOST:
            end = sum(at < act.at for at in ends)
            seen[end] += 1
            late += [act] if end == 0 or seen[end] > 1 else []
    return late
