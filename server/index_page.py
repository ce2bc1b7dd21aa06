"""The index page: Chinese, with a shell that stands before the first script (shell.css), the words
of the interface (chinese.js), and what makes a page a sheet (print.css, print.js)."""

import functools
import hashlib
import pathlib
import re

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from server import frontend, packed
from words.names import TITLE


def _ours(*names: str) -> str:
    here = pathlib.Path(__file__)
    return "".join(here.with_name(name).read_text(encoding="utf-8") for name in names)


_SCRIPT = _ours("opening.js", "chinese.js", "again.js", "tables.js", "links.js", "print.js")
_VERSION = hashlib.sha256(_SCRIPT.encode()).hexdigest()[:12]  # in its address: kept for a year
_SHELL = _ours("shell.css", "tables.css", "cards.css", "print.css")
_UNUSED_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')  # the theme names its own
_NOT_PAGES = ("/_stcore", "/media", "/component", "/static", "/data", "/screen")


def script(_) -> Response:
    return Response(
        _SCRIPT,
        media_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "public, immutable, max-age=31536000"},
    )


ROUTES = [Route("/chinese.js", script)]


class ChineseIndex:
    """Rewrites Streamlit's index page.

    Without lang=zh-CN, fallback fonts draw Japanese forms of 关 and 门.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or path.startswith(_NOT_PAGES)
            or "." in path.rsplit("/", 1)[-1]
        ):
            return await self.app(scope, receive, send)
        start, body = await packed.collected(self.app, scope)
        said = Headers(raw=start["headers"])
        if "text/html" in said.get("content-type", "") and "content-encoding" not in said:
            page = path.strip("/")
            shown = _rewrite(body.decode(), page if page in frontend.pages() else "")
            stale = (b"etag", b"last-modified")
            start["headers"] = [(k, v) for k, v in start["headers"] if k not in stale]
            start, body = packed.pack(start, shown.encode(), packed.coding(scope))
        return await packed.answer(start, body, send)


@functools.lru_cache(maxsize=64)
def _rewrite(html: str, page: str) -> str:
    """Streamlit's index page for a page of ours; 总览 is ''."""
    later = "" if frontend.draws(page) else f' data-later="{frontend.chart_file()}"'
    ours = f'<style>{_SHELL}</style><script src="./chinese.js?{_VERSION}"{later}></script>'
    html = _UNUSED_FONT.sub("", html)
    for old, new in (
        ('<html lang="en"', '<html lang="zh-CN" translate="no"'),
        ("<title>Streamlit</title>", f"<title>{TITLE}</title>"),
        ("</head>", f"{frontend.links(page)}{ours}</head>"),
        (
            "You need to enable JavaScript to run this app.",
            "请在浏览器中启用 JavaScript 后再打开本页。",
        ),
    ):
        html = html.replace(old, new, 1)
    return html
