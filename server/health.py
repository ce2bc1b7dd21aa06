"""/healthz: the process answers.

/readyz: the warehouse opens, and how old it is. /metrics: counters (the gate lets only scrapers
through).
"""

import contextlib
import datetime as dt
import logging
import os
import resource
import sys
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from access.request import may_scrape
from server import logs, metrics, ready
from warehouse import queries, scratch
from words.clock import utc_now

# Seconds that a script may keep Python's lock while others wait: the loop asks for it twice a
# message, and with Python's own 5 ms 240 sessions waited 1.1 s in the slowest tenth, now 0.4.
_TURN = 0.0005

_log = logging.getLogger("kpi.server")


async def healthz(_: Request) -> Response:
    """In the event loop: it waits for no thread, however many downloads are being made."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def readyz(request: Request) -> Response:
    """200 if the warehouse opens.

    Details, and what to do where it does not, only for those who may read the metrics.
    """
    try:
        ready, details = True, _state()
    except Exception as error:  # whatever is wrong with the warehouse, we are not ready
        _log.error("not ready: %s", error)
        sentence = getattr(error, "sentence", None)
        ready, details = False, {"what_to_do": sentence} if sentence else {}
    said = {"ready": ready} | (details if may_scrape(request.scope) else {})
    return JSONResponse(said, 200 if ready else 503, headers={"Cache-Control": "no-store"})


def _state() -> dict:
    row = queries.common.warehouse_state().iloc[0]
    empty = not row["loads"]
    return {
        "loads": int(row["loads"]),
        "last_load": int(row["last_load"]),
        "last_loaded_at": None if empty else f"{row['last_loaded_at']:%Y-%m-%dT%H:%M:%SZ}",
        "age_days": None if empty else (utc_now() - row["last_loaded_at"]).days,
        "newest_month": None
        if empty or row["newest_month"] != row["newest_month"]
        else f"{row['newest_month']:%Y-%m}",
        "earlier_file": bool(row["earlier"]),
    }


def prometheus(_: Request) -> Response:
    used = resource.getrusage(resource.RUSAGE_SELF)
    gauges = {
        "kpi_process_resident_bytes": _resident(),
        "kpi_process_cpu_seconds_total": used.ru_utime + used.ru_stime,
    }
    try:
        row = queries.common.warehouse_state().iloc[0]
        gauges |= {
            "kpi_warehouse_readable": 1,
            "kpi_warehouse_loads": int(row["loads"]),
            "kpi_warehouse_earlier_file": int(row["earlier"]),
        }
        if row["loads"]:
            gauges["kpi_warehouse_last_load_timestamp_seconds"] = (
                row["last_loaded_at"].replace(tzinfo=dt.UTC).timestamp()
            )
    except Exception as error:  # a scrape must tell that the warehouse is down, not fail with it
        _log.error("not ready: %s", error)
        gauges["kpi_warehouse_readable"] = 0
    return PlainTextResponse(
        metrics.text(gauges), media_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


ROUTES = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", prometheus)]


@contextlib.asynccontextmanager
async def lifespan(_) -> AsyncIterator[dict]:
    """Says in the log when the server begins and when it has stopped in order."""
    sys.setswitchinterval(_TURN)
    logs.begin()
    _log.info("started")
    with ready.kept():
        yield {}
    scratch.remove_all()
    _log.info("stopped")
