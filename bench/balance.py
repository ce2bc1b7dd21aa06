"""python -m bench.balance: what many machines serve, on paper, from what one replica was measured
to serve; the table of docs/cluster.md. Takes a minute.

Sessions by the fullest replica and not by the mean, with newcomers sent to where the fewest are or
by a hash of their cookie.
"""

import argparse
import heapq
import random
from dataclasses import dataclass, fields

STAY = 600  # seconds that a session lasts, on average
MACHINES, CORES = (10, 100), 8


@dataclass(frozen=True)
class Measured:
    """Of one replica with a core of its own, by `make cluster-bench`."""

    sessions: int = 360
    runs: float = 33.1  # of scripts, a second
    memory: int = 444  # MB
    network: int = 65  # kB a run
    balancer: float = 0.7  # ms of processor time a run
    files: int = 31  # open without sessions, and 7 a session
    statements: float = 2.6  # of PostgreSQL a second
    publication: float = 3.4  # MB fetched
    scripts: float = 2.5  # MB of a first visit, packed


def fullest(replicas: int, sessions: int, by_hash: bool) -> int:
    """The most sessions that any replica holds at any moment of ten stays, with `sessions` there on
    average, coming and going by chance."""
    chance = random.Random(1)
    held, most = [0] * replicas, 0
    fewest = [(0, home) for home in range(replicas)]  # and what is no longer so
    leaving: list[tuple[float, int]] = []
    now, end = 0.0, 10 * STAY

    def hold(home: int, change: int) -> None:
        held[home] += change
        heapq.heappush(fewest, (held[home], home))

    while now < end:
        now += chance.expovariate(sessions / STAY)
        while leaving and leaving[0][0] <= now:
            hold(heapq.heappop(leaving)[1], -1)
        while fewest[0][0] != held[fewest[0][1]]:
            heapq.heappop(fewest)
        home = chance.randrange(replicas) if by_hash else fewest[0][1]
        hold(home, 1)
        heapq.heappush(leaving, (now + chance.expovariate(1 / STAY), home))
        most = max(most, held[home])
    return most


def served(replicas: int, most: int, by_hash: bool) -> int:
    """The sessions that may be there on average while no replica ever holds more than `most`."""
    low, high = 1, replicas * most
    while high - low > max(1, low // 50):
        middle = (low + high) // 2
        low, high = (middle, high) if fullest(replicas, middle, by_hash) <= most else (low, middle)
    return low


def table(one: Measured, sessions: list[int], by_hash: list[int]) -> str:
    """Markdown, a row a measure: one replica, and what follows for MACHINES."""
    rows = [*_of_replicas(one, sessions, by_hash), *_of_what_they_share(one, sessions)]
    first, *others = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([first, "|---|---|---|---|", *others])


def _of_replicas(one: Measured, sessions: list[int], by_hash: list[int]) -> list[list[str]]:
    runs = [machines * CORES * one.runs for machines in MACHINES]
    most = one.files + 7 * one.sessions
    return [
        ["", "one replica, measured", *(f"{m} machines, on paper" for m in MACHINES)],
        ["replicas", "1", *(f"{m} × {CORES} = {m * CORES}" for m in MACHINES)],
        [
            "sessions, one click in 10 s each: by the fullest replica",
            f"{one.sessions}",
            *(
                f"{n:,} ({hashed:,} if a hash chose the replica)"
                for n, hashed in zip(sessions, by_hash, strict=True)
            ),
        ],
        ["script runs a second", f"{one.runs}", *(f"{r:,.0f}" for r in runs)],
        [
            "memory of replicas, a machine",
            f"{one.memory} MB",
            *[f"{CORES * one.memory / 1000:.1f} GB"] * 2,
        ],
        [
            "open files of a replica (`LimitNOFILE`, set to 16,384)",
            f"{one.files}, and 7 a session",
            *[f"{most}, and those who left in the last two minutes"] * 2,
        ],
    ]


def _of_what_they_share(one: Measured, sessions: list[int]) -> list[list[str]]:
    """Network, balancer, PostgreSQL."""
    replicas = [machines * CORES for machines in MACHINES]
    runs = [n * one.runs for n in replicas]
    return [
        [
            "network to browsers",
            f"{one.network} kB a run",
            *(f"{r * one.network * 8 / 1e6:.2f} Gbit/s" for r in runs),
        ],
        [
            "balancer, processor time",
            f"{one.balancer} ms a run",
            *(f"{r * one.balancer / 1000:.1f} cores" for r in runs),
        ],
        ["balancer, connections", "2 a session", *(f"{2 * n:,}" for n in sessions)],
        [
            "PostgreSQL, connections (`max_connections` is 100)",
            "2",
            *(f"{2 * n:,}" for n in replicas),
        ],
        [
            "PostgreSQL, statements: which is newest",
            f"{one.statements} a second",
            *(f"{n * one.statements:,.0f} a second" for n in replicas),
        ],
        [
            "fetched at a publication, nearly at once",
            f"{one.publication} MB",
            *(f"{n * one.publication:.0f} MB" for n in replicas),
        ],
        [
            "scripts, if nobody was ever here",
            f"{one.scripts} MB",
            *(f"{n * one.scripts / 1000:.0f} GB" for n in sessions),
        ],
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.balance", description=__doc__)
    for one in fields(Measured):
        parser.add_argument(f"--{one.name}", type=one.type, default=one.default)
    measured = Measured(**vars(parser.parse_args()))
    fewest, by_hash = (
        [served(m * CORES, measured.sessions, hashed) for m in MACHINES] for hashed in (False, True)
    )
    print(table(measured, fewest, by_hash))


if __name__ == "__main__":
    main()
