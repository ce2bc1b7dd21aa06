"""The addresses.

Every answer carries the warehouse's version as ETag; what an address cannot do is said in a Chinese
sentence.
"""

import datetime as dt
import functools
import hashlib
import io
import logging
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from access.settings import settings
from api import due, feed
from api.areas import read_area_choice
from api.catalogue import describe
from api.ledger import read_ledger_choice
from api.parameters import read_choice, read_month
from api.stream import attachment, file_response
from export import files
from export.about import file_name, simulated
from export.choice import Refused
from export.pool import in_pool
from export.taken import take_as, taken_by
from paper import make
from warehouse import queries
from warehouse.faults import Unavailable
from warehouse.reader import earlier_answers, look_back_to, reader, time_looked_at
from words.clock import beijing_today
from words.names import EARLIER

# The title of an address, and what reads its parameters.
ADDRESSES: dict[str, tuple[str, Callable]] = {
    "figures": ("全部", read_choice),
    "city": ("地市", functools.partial(read_choice, table="city")),
    "project": ("项目", functools.partial(read_choice, table="project")),
    "platform": ("平台", functools.partial(read_choice, table="platform")),
    "public": ("公开数据", functools.partial(read_choice, table="public")),
    "areas": ("县区镇街", read_area_choice),
    "ledger": ("工作要点台账", read_ledger_choice),
}
KINDS = ("csv", "parquet", "json", "xlsx")
_log = logging.getLogger("kpi")


def _answer(
    handler: Callable[[Request, dict], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """The handler with what all share: 304 for a version already seen, 400 with a sentence, 503
    instead of an earlier state (a program reads no banner), a reference for a fault of ours."""

    def answer(request: Request) -> Response:
        look_back_to(None)
        take_as(request.scope.get("mark", ""))
        try:
            headers = {
                "ETag": _etag(request),
                "Cache-Control": "private, no-cache",
                "Data-Nature": "simulated" if simulated() else "real",
            }
            known = headers["ETag"] in request.headers.get("if-none-match", "")
            said = Response(None, 304, headers) if known else handler(request, headers)
            # asked last: what was read a moment ago may have been found damaged
            if earlier_answers():
                return PlainTextResponse(EARLIER, 503, {"Retry-After": "5"})
            return said
        except Refused as refused:
            return PlainTextResponse(str(refused), 400)
        except Unavailable as fault:
            return PlainTextResponse(fault.sentence, 503, {"Retry-After": "5"})
        except Exception:
            reference = secrets.token_hex(4)
            _log.exception("address failed, reference %s", reference)
            return PlainTextResponse(
                f"取数出错了，数据没有改变。请重试；仍出错请把编号 {reference} 告诉管理员。", 500
            )

    @functools.wraps(handler)
    async def in_turn(request: Request) -> Response:
        return await in_pool(answer, request)

    return in_turn


def _etag(request: Request) -> str:
    day = beijing_today() if request.url.path == "/data/due.ics" else ""  # it reaches a year on
    said = f"{reader().version()}{day}{taken_by()}{request.url.path}?{request.url.query}"
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


@_answer
def figures(request: Request, headers: dict) -> Response:
    name, kind = request.path_params["name"], request.path_params["kind"]
    if name not in ADDRESSES or kind not in KINDS:
        return PlainTextResponse(
            (
                "没有这个地址。可用："
                f"/data/{{{'、'.join(ADDRESSES)}}}.{{{'、'.join(KINDS)}}}、"
                f"/data/report.{{{'、'.join(make.NAMES)}}}、"
                "/data/catalog.json、/data/warehouse.duckdb、/data/feed.atom、/data/due.ics。"
            ),
            404,
        )
    title, read = ADDRESSES[name]
    choice = read(request.query_params.multi_items())
    headers = headers | {"Content-Disposition": attachment(file_name(f"粤数月报-{title}.{kind}"))}
    if request.method == "HEAD":
        return _head(headers, files.TYPES[kind])
    mark = files.BOM if kind == "csv" else b""
    return file_response(files.open_file(choice, kind), files.TYPES[kind], headers, mark)


@_answer
def report(request: Request, headers: dict) -> Response:
    """The month as a document: /data/report.pdf?month=2022-08&known=1."""
    kind = request.path_params["kind"]
    if kind not in make.NAMES:
        said = "、".join(make.NAMES)
        return PlainTextResponse(f"没有这个地址。可用：/data/report.{{{said}}}。", 404)
    month = read_month(request.query_params.multi_items())
    headers = headers | {"Content-Disposition": attachment(make.name(month, kind))}
    if request.method == "HEAD":
        return _head(headers, make.MEDIA[kind])
    return file_response(
        io.BytesIO(make.make(month, kind, time_looked_at())), make.MEDIA[kind], headers
    )


@_answer
def catalogue(request: Request, headers: dict) -> Response:
    _no_parameters(request)
    return JSONResponse(describe(), headers=headers)


@_answer
def warehouse_copy(request: Request, headers: dict) -> Response:
    _no_parameters(request)
    if not reader().version():
        return PlainTextResponse("数据仓库还是空的，没有可下载的副本。", 404)
    headers = headers | {"Content-Disposition": attachment(file_name("粤数月报.duckdb"))}
    if request.method == "HEAD":
        return _head(headers, files.TYPES["duckdb"])
    return file_response(files.open_warehouse(), files.TYPES["duckdb"], headers)


@_answer
def atom(request: Request, headers: dict) -> Response:
    _no_parameters(request)
    made = feed.feed(queries.common.loads(), _origin(request), simulated())
    return Response(made, headers=headers, media_type=feed.MEDIA)


@_answer
def due_dates(request: Request, headers: dict) -> Response:
    _no_parameters(request)
    state = queries.common.warehouse_state().iloc[0]
    known_at = state["last_loaded_at"] if state["loads"] else dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    rows = queries.notices.due_dates(beijing_today())
    made = due.calendar(rows, _origin(request), known_at, simulated())
    return Response(made, headers=headers, media_type=f"{due.MEDIA}; charset=utf-8")


def _origin(request: Request) -> str:
    """How the reader reaches this server, as far as a request shows it: a proxy ends TLS."""
    signs_in_at = urlsplit(settings().oidc.get("redirect_uri", ""))
    if signs_in_at.netloc:
        return f"{signs_in_at.scheme}://{signs_in_at.netloc}"
    return f"{'https' if settings().secure else request.url.scheme}://{request.url.netloc}"


def _head(headers: dict, media_type: str) -> Response:
    """What a GET would say, without its length: that is known only once the file is written."""
    response = Response(headers=headers, media_type=media_type)
    del response.headers["content-length"]
    return response


def _no_parameters(request: Request) -> None:
    if request.query_params:
        raise Refused("这个地址没有参数。")


ROUTES = [
    Route("/data/catalog.json", catalogue),
    Route("/data/warehouse.duckdb", warehouse_copy),
    Route("/data/feed.atom", atom),
    Route("/data/due.ics", due_dates),
    Route("/data/report.{kind}", report),
    Route("/data/{name}.{kind}", figures),
]
