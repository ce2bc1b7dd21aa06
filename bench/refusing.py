"""Refusing a hostile file, the whole way through the sandbox: the slowest of all kinds."""

from functools import partial

from bench.timing import seconds
from ingest.workbook import guard, sandbox
from tests.hostile import COSTLY, HOSTILE


def run() -> None:
    best = {
        name: min(seconds(partial(_refuse, data)) for _ in range(5)) * 1000
        for name, data in (HOSTILE | COSTLY).items()
    }
    name, slowest = max(best.items(), key=lambda item: item[1])
    print(
        f"refuse a hostile file, the slowest of {len(best)} ({name}): {slowest:.0f} ms (at "
        f"most 200) {'ok' if slowest <= 200 else 'MISSED'}",
        flush=True,
    )


def _refuse(data: bytes) -> None:
    guard.inspect(data, "月报.xlsx") or sandbox.open_workbook(data)
