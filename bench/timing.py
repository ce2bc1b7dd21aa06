"""Two things timed in turn, A B A B …, and their ratio."""

import statistics
import time
from collections.abc import Callable

Clock = Callable[[], float]


def seconds(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    began = clock()
    work()
    return clock() - began


def compare(
    label: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    limit: float | None,
    runs: int = 15,
    before: Callable[[], object] = lambda: None,
    clock: Clock = time.perf_counter,
) -> None:
    """Print the median of each side and of the ratio pair by pair, with the promise beside it.

    `before` each pair is not timed."""
    ours(), theirs()
    pairs = [(before(), seconds(ours, clock), seconds(theirs, clock))[1:] for _ in range(runs)]
    ratio = statistics.median(a / b for a, b in pairs)
    a, b = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    promise = (
        "" if limit is None else f" (at most {limit:g}) {'ok' if ratio <= limit else 'MISSED'}"
    )
    print(f"{label}: {a:.1f} ms / {b:.1f} ms = {ratio:.2f}{promise}", flush=True)
