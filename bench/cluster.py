"""python -m bench.cluster: how many sessions 1, 2 and 4 replicas serve on this machine before the
slowest tenth waits over a second, and what limits it.

A session is a real websocket through HAProxy that opens the dashboard and goes on clicking
(bench/crowd.py). Takes about seven minutes.
"""

import argparse
import asyncio
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, cast

from bench import publication
from bench.crowd import PROMISE, THINK, Window
from bench.reach import Reach, Step, on_paper, table
from bench.usage import Usage, Watched, held
from bench.visitor import Visitor
from demo.__main__ import build
from deploy.cluster.__main__ import ROOT, Cluster, haproxy
from deploy.cluster.ports import free_port
from deploy.cluster.postgres import Postgres, installed

CORES = len(os.sched_getaffinity(0))


def find(measure: Callable[[int], Step], start: int, most: int = 2000) -> tuple[Step, Step | None]:
    """The biggest crowd that was served as promised, and the smallest that was not, within a
    seventh of it: doubled (or halved) first, then halved between.

    Nothing lost up to `most` gives None for the second.
    """
    kept = lost = None
    sessions = start
    while True:
        step = measure(sessions)
        if step.window.kept:
            kept = step
        else:
            lost = step
        if kept is None:
            if sessions == 1:
                raise RuntimeError(f"not even one session is served: {step.window}")
            sessions //= 2
        elif lost is None:
            if sessions >= most:
                return kept, None
            sessions *= 2
        else:
            low, high = kept.window.sessions, lost.window.sessions
            if high <= low * 1.15 or high - low == 1:
                return kept, lost
            sessions = (low + high) // 2


@contextlib.contextmanager
def served(replicas: int, postgres: Postgres, warehouse: str) -> Iterator[Cluster]:
    """A cluster over a shared warehouse with the simulated months."""
    cluster = Cluster(replicas, free_port(), postgres)
    try:
        if cluster.run(
            "-m", "ingest", "migrate", warehouse, cluster.environment["KPI_WAREHOUSE"]
        ).wait():
            raise RuntimeError("the simulated months did not get into the warehouse")
        cluster.serve()
        asyncio.run(_warm(cluster))
        yield cluster
    finally:
        cluster.stop()


async def _warm(cluster: Cluster) -> None:
    """The crowd comes to replicas that have served before: a question answered for the first time
    since a publication is measured apart."""
    await asyncio.gather(
        *(Visitor(f"http://127.0.0.1:{port}", 0).look_everywhere() for port in cluster.ports)
    )


@contextlib.contextmanager
def measuring(
    cluster: Cluster, postgres: Postgres, seconds: float
) -> Iterator[Callable[[int], Step]]:
    """A crowd in a process of its own, and what every part of the cluster uses meanwhile."""
    command = [sys.executable, "-m", "bench.crowd", cluster.address]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as crowd:
        asked, answers = cast(IO[str], crowd.stdin), cast(IO[str], crowd.stdout)

        def measure(sessions: int) -> Step:
            print(f"{sessions} {seconds}", file=asked, flush=True)
            answers.readline()
            watched = Watched(cluster, postgres, crowd.pid)
            window = Window(**json.loads(answers.readline()))
            step = Step(window, watched.usage())
            print(
                f"  {sessions} sessions: {window.clicks} clicks, {window.failed} failed "
                f"{window.failure}, half within {window.p50 * 1000:.0f} ms,"
                f" nine tenths within {window.p90 * 1000:.0f} ms",
                flush=True,
            )
            return step

        yield measure
        asked.close()


def report(reach: Reach) -> None:
    """One line per measure."""
    replicas, empty, kept, lost = reach.replicas, reach.empty, reach.kept, reach.lost
    window, usage, name = kept.window, kept.usage, f"{replicas} replica{'s' * (replicas > 1)}"
    more = f"; {lost.window.sessions} wait {lost.window.p90 * 1000:.0f} ms" if lost else ""
    print(
        f"{name}, sessions whose slowest tenth waits at most {PROMISE:g} s: {window.sessions} "
        f"({window.p90 * 1000:.0f} ms{more})"
    )
    print(f"{name}, script runs: {kept.runs:.1f} a second, {window.served} in {window.seconds:g} s")
    print(f"{name}, processor time of a script run: {kept.milliseconds('replicas'):.1f} ms")
    print(
        f"{name}, cores used of {CORES}: "
        f"{', '.join(f'{part} {cores:.2f}' for part, cores in usage.cores.items())}"
    )
    print(f"{name}, network: {kept.kilobytes:.1f} kB a script run")
    print(
        f"{name}, memory of a replica: {empty[0] / 1e6:.0f} MB without sessions, "
        f"{usage.memory / 1e6:.0f} MB with {window.sessions / replicas:.0f}"
    )
    print(
        f"{name}, open files of replicas and HAProxy: {empty[1]} without sessions, "
        f"{usage.files} with {window.sessions}"
    )
    print(
        f"{name}, PostgreSQL: {usage.connections / replicas:.0f} connections and "
        f"{usage.transactions / replicas:.1f} transactions a second per replica"
    )
    print(f"{name}, limited by: {limit(usage, replicas)}", flush=True)


def limit(usage: Usage, replicas: int) -> str:
    """The part without which more would be served."""
    total, own = sum(usage.cores.values()), usage.cores["replicas"]
    if own > 0.85 * replicas:
        return (
            f"Python's lock: {own / replicas:.2f} of one core in each replica; "
            f"{CORES - total:.2f} cores are idle"
        )
    if total > 0.9 * CORES:
        replica, load, others = (
            usage.cores[part] / CORES for part in ("replicas", "generator", "others")
        )
        return (
            f"the machine's cores, all busy: replicas {replica:.0%}, the load itself {load:.0%}, "
            f"other programs {others:.0%}"
        )
    return (
        f"bursts: replicas use {own / replicas:.2f} of a core each on average, but clicks that "
        "come together wait for one another"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument(
        "--seconds", type=float, default=12, help="how long each size of the crowd is measured"
    )
    parser.add_argument("--start", type=int, default=40, help="the first size of the crowd")
    return parser


def main() -> int:
    said = _parser().parse_args()
    if not (installed() and haproxy()):
        print("PostgreSQL or HAProxy is not installed: apt-get install postgresql-15 haproxy")
        return 1
    print(
        (
            f"{CORES} cores; a session clicks every {THINK} s on average; the load comes from the "
            "same machine"
        ),
        flush=True,
    )
    found: list[Reach] = []
    postgres = Postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["KPI_STATE"] = f"{folder}/state"
            with contextlib.redirect_stdout(None):
                build(pathlib.Path(folder))
            for replicas in said.replicas:
                with served(replicas, postgres, f"{folder}/warehouse.duckdb") as cluster:
                    empty = held([p.pid for p in cluster.replicas], cluster.front.pid)
                    with measuring(cluster, postgres, said.seconds) as measure:
                        kept, lost = find(measure, said.start)
                    found.append(Reach(replicas, empty, kept, lost))
                    report(found[-1])
                    publication.run(cluster, replicas)
    finally:
        postgres.remove()
    print(f"\nThe table of docs/cluster.md:\n{table(found, CORES)}\n\n{on_paper(found[0])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
