"""Refusing a hostile file, before any library opens it: the slowest of all kinds."""

from bench.timing import seconds
from ingest.workbook.guard import inspect
from tests.hostile import HOSTILE


def run() -> None:
    best = {
        code: min(seconds(lambda data=data: inspect(data, "月报.xlsx")) for _ in range(5)) * 1000
        for code, data in HOSTILE.items()
    }
    code, slowest = max(best.items(), key=lambda item: item[1])
    print(
        (
            f"refuse a hostile file, the slowest of {len(best)} ({code}): {slowest:.0f} ms (at "
            f"most 200) {'ok' if slowest <= 200 else 'MISSED'}"
        ),
        flush=True,
    )
