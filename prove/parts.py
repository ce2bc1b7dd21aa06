"""What there is to prove, and one part of it tried."""

import importlib
import resource
import time

from prove.figures import Found

# The first four measure what something costs and run alone, the others two at a time, the longest
# first.
ALONE = {
    "soak": "Many people and a publication every few seconds",
    "hostile": "Hostile workbooks",
    "health": "Hostile workbooks uploaded by two people at once",
    "failover": "Replicas killed and restarted under clicking pages",
}
TOGETHER = {
    "mistakes": "Mistakes in a workbook",
    "readers": "Readers beside writers, and two who confirm at once",
    "kills": "Writers killed at random",
    "crashes": "A load stopped at every step",
    "layouts": "One month in many layouts",
    "rot": "Bits that change on disk under a running server",
    "fuzz": "Random bytes, guided by coverage",
    "rebuilds": "The same months in any order, and rebuilt",
}
PARTS = ALONE | TOGETHER


def tried(name: str, size: str) -> Found:
    """One part, in a process of its own: it sets KPI_WAREHOUSE as it needs it."""
    part, began = importlib.import_module(f"prove.{name}"), time.monotonic()
    figures = list(part.prove(**part.SIZES[size]))
    used = [resource.getrusage(r) for r in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    busy = sum(u.ru_utime + u.ru_stime for u in used)
    return Found(figures, time.monotonic() - began, busy, part.__doc__ or "")
