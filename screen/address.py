"""/screen: one page without menu, session or websocket; it asks by its ETag whether anything was
published, so a wall costs the server one HEAD every 20 s, and nothing of it stays in memory."""

import functools
import hashlib
import pathlib
import re

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from paper.tables import no_report
from screen.parts import Shown, frame, sentence
from screen.slides import show
from warehouse import queries
from warehouse.faults import Unavailable
from warehouse.reader import earlier_answers, look_back_to, reader
from words.clock import beijing_today, opening_month

_HERE = pathlib.Path(__file__)
_STYLE = _HERE.with_name("screen.css").read_text(encoding="utf-8")
_SCRIPT = _HERE.with_name("screen.js").read_text(encoding="utf-8")
_RELEASE = hashlib.sha256((_STYLE + _SCRIPT).encode()).hexdigest()[:12]


def screen(request: Request) -> Response:
    look_back_to(None)
    asked = re.sub(r"[^\w-]", "", request.query_params.get("month", ""))[:20]
    try:
        # the day: what is overdue depends on it
        said = f"{reader().version()}{earlier_answers()}{beijing_today()}{asked}{_RELEASE}"
        etag = f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if request.method == "HEAD":
            return Response(headers=headers, media_type="text/html")
        return HTMLResponse(_shown(etag, asked), headers=headers)
    except Unavailable as fault:
        made = frame(_STYLE, _RELEASE, "", Shown.only(sentence(fault.sentence)))
        return HTMLResponse(made, 503, headers={"Retry-After": "5", "Cache-Control": "no-store"})


def _shown(etag: str, asked: str) -> str:
    """The page of a month, or a sentence."""
    months = queries.common.months()
    known = months["month_text"].tolist()
    if not known:
        return frame(_STYLE, _RELEASE, etag, Shown.only(sentence("数据仓库还是空的。")))
    if not asked or asked in known:
        return _page(etag, asked or opening_month(known, months["complete"]))
    return frame(_STYLE, _RELEASE, etag, Shown.only(sentence(no_report(asked, known))))


@functools.lru_cache(maxsize=4)  # what is no month is not kept, or it would push these out
def _page(etag: str, month: str) -> str:
    """The whole page of a month; made once a publication and day, however many walls ask."""
    months = queries.common.months()
    row = months[months["month_text"] == month]
    return frame(_STYLE, _RELEASE, etag, show(row.iloc[0], months))


def script(_: Request) -> Response:
    cached = {"Cache-Control": "public, immutable, max-age=31536000"}
    return Response(_SCRIPT, media_type="text/javascript; charset=utf-8", headers=cached)


ROUTES = [Route("/screen", screen), Route("/screen.js", script)]
