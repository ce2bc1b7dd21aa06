"""What each part of a running cluster uses between two moments: processor time, memory,
PostgreSQL's connections and transactions."""

import time
from dataclasses import dataclass

from bench import processes
from deploy.cluster.__main__ import Cluster
from deploy.cluster.postgres import Postgres


@dataclass(frozen=True)
class Usage:
    """Cores by part (`others`: whatever else the machine did), mean bytes of a replica, open files
    of replicas and HAProxy together, PostgreSQL
    connections, transactions a second."""

    cores: dict[str, float]
    memory: float
    files: int
    connections: int
    transactions: float


class Watched:
    """Counts from its making on."""

    def __init__(self, cluster: Cluster, postgres: Postgres, generator: int):
        self._replicas, self._front, self._postgres = (
            [p.pid for p in cluster.replicas],
            cluster.front.pid,
            postgres,
        )
        server = int((postgres.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        self._parts = {
            "replicas": self._replicas,
            "HAProxy": [self._front],
            "PostgreSQL": [server],
            "generator": [generator],
        }
        self._before, self._began = self._count(), time.perf_counter()

    def _count(self) -> dict[str, float]:
        done = float(
            self._postgres.sql("SELECT xact_commit FROM pg_stat_database WHERE datname = 'kpi'")
        )
        used = {part: processes.cpu_seconds(roots) for part, roots in self._parts.items()}
        return used | {
            "others": processes.busy_seconds() - sum(used.values()),
            "transactions": done,
        }

    def usage(self) -> Usage:
        after, seconds = self._count(), time.perf_counter() - self._began
        rates = {part: (after[part] - self._before[part]) / seconds for part in after}
        transactions = rates.pop("transactions")
        connections = int(
            self._postgres.sql(
                "SELECT count(*) FROM pg_stat_activity WHERE usename IN ('kpi', 'kpi_reader')"
            )
        )
        return Usage(rates, *held(self._replicas, self._front), connections, transactions)


def held(replicas: list[int], front: int) -> tuple[float, int]:
    """Mean bytes of a replica, and the open files of all of them and HAProxy."""
    return sum(processes.memory(pid) for pid in replicas) / len(replicas), sum(
        processes.open_files(pid) for pid in processes.family([*replicas, front])
    )
