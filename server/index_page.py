"""The index page: Chinese, with a shell that stands before the first script (shell.css), the words
of the interface (chinese.js), and what makes a page a sheet (print.css, print.js)."""

import functools
import hashlib
import pathlib
import re
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from server import frontend, packed
from words.names import TITLE


def _ours(*names: str) -> str:
    here = pathlib.Path(__file__)
    return "".join(here.with_name(name).read_text(encoding="utf-8") for name in names)


# Without comments and indents, which were a fifth of both as they are sent.
_SCRIPT = re.sub(
    r"(?m)^\s+(?://.*\n)?|^//.*\n",
    "",
    _ours("opening.js", "chinese.js", "again.js", "tables.js", "links.js", "print.js"),
)
_VERSION = hashlib.sha256(_SCRIPT.encode()).hexdigest()[:12]  # in its address: kept for a year
_SHELL = re.sub(
    r"(?m)^ +|/\*[^*]*\*/",
    "",
    _ours("shell.css", "tables.css", "cards.css", "first_sight.css", "print.css"),
)
_UNUSED_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')  # the theme names its own
_NOT_PAGES = ("/_stcore", "/media", "/component", "/static", "/data", "/screen")

# With 总览 in it the page is 90 kB, the same until the next publication.
_press = functools.lru_cache(maxsize=16)(packed.press)


def script(_) -> Response:
    return Response(
        _SCRIPT,
        media_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "public, immutable, max-age=31536000"},
    )


ROUTES = [Route("/chinese.js", script)]


class ChineseIndex:
    """Rewrites Streamlit's index page.

    Without lang=zh-CN, fallback fonts draw Japanese forms of 关 and 门. `first_sight` makes what
    stands in it at the address of 总览, '' for nothing.
    """

    def __init__(self, app: ASGIApp, first_sight: Callable[[], str]):
        self.app, self.first_sight = app, first_sight

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
            headers = MutableHeaders(raw=list(start["headers"]))
            del headers["etag"], headers["last-modified"]
            opens = not page and not scope["query_string"]
            if opens and (sight := await run_in_threadpool(self.first_sight)):
                shown = _with_first_sight(shown, sight)
                headers["cache-control"] = "no-store"  # figures, for who is signed in now
            start = {**start, "headers": headers.raw}
            start, body = packed.pack(start, shown.encode(), packed.coding(scope), _press)
        return await packed.answer(start, body, send)


@functools.lru_cache(maxsize=64)
def _rewrite(html: str, page: str) -> str:
    """Streamlit's index page for a page of ours; 总览 is ''."""
    later = "" if frontend.draws(page) else f' data-later="{frontend.chart_file()}"'
    script = f'<script src="./chinese.js?{_VERSION}"{later}></script>'
    (style,) = frontend.STYLE.findall(html)
    html = _UNUSED_FONT.sub("", html).replace(style, "", 1)
    for old, new in (
        ('<html lang="en"', '<html lang="zh-CN" translate="no"'),
        ("<title>Streamlit</title>", f"<title>{TITLE}</title>"),
        # The page waits for these two: no other file is asked for before them.
        ("<head>", f"<head>{script}{style}"),
        ("</head>", f"{frontend.links(page)}<style>{_SHELL}</style></head>"),
        (
            "You need to enable JavaScript to run this app.",
            "请在浏览器中启用 JavaScript 后再打开本页。",
        ),
    ):
        html = html.replace(old, new, 1)
    return html


@functools.lru_cache(maxsize=4)
def _with_first_sight(html: str, sight: str) -> str:
    """The frontend's script is begun once it is painted (opening.js), and its files wait for it and
    are not compiled as they come: they keep the browser so busy that it was painted as late as the
    frontend's own page."""
    ((entry, address),) = frontend.ENTRY.findall(html)
    html = html.replace(entry, f'<link rel="modulepreload" crossorigin href="{address}">', 1)
    html = html.replace('rel="modulepreload"', 'rel="preload" as="script" fetchpriority="low"')
    html = html.replace("<script src", f'<script data-entry="{address}" src', 1)
    return html.replace("<body>", f"<body>{sight}", 1)
