"""What a publication costs one replica: it opens the new snapshot at the next click, and forgets
its answers."""

import asyncio
import statistics

from bench import processes
from bench.visitor import Visitor
from deploy.cluster.__main__ import Cluster

NOTE = "压力测试写入的注记，随测试仓库一起删除"


def run(cluster: Cluster, replicas: int) -> None:
    first, warm, read = asyncio.run(_clicks(cluster))
    ms = statistics.median(warm) * 1000
    print(
        f"{replicas} replica{'s' * (replicas > 1)}, first script run after a publication: "
        f"{first * 1000:.0f} ms / {ms:.0f} ms warm = {first * 1000 / ms:.1f},"
        f" {read / 1000:.0f} kB read from the storage by each",
        flush=True,
    )


async def _clicks(cluster: Cluster) -> tuple[float, list[float], int]:
    """Seconds of the first click after a publication, of clicks before it, and the bytes read for
    the first, all on one replica."""
    visitor = Visitor(f"http://127.0.0.1:{cluster.ports[0]}", 1)
    await visitor.open()
    warm = [(await visitor.go("")).seconds for _ in range(7)]
    note = "-m ingest annotate --month 2025-12 --indicator citizen_registered_users --text"
    publishing = cluster.run(*note.split(), NOTE)
    if await asyncio.to_thread(publishing.wait):
        raise RuntimeError("nothing was published")
    before = processes.bytes_read(cluster.replicas[0].pid)
    await asyncio.sleep(0.6)  # a replica believes a version for half a second
    wait = await visitor.go("")
    await visitor.close()
    if wait.failure:
        raise RuntimeError(wait.failure)
    return wait.seconds, warm, processes.bytes_read(cluster.replicas[0].pid) - before
