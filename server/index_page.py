"""The index page: Chinese, with a shell that stands before the first script (shell.css) and the
words of the interface (chinese.js); old or short links turned into the ones the pickers know."""

import pathlib
import re
from urllib.parse import parse_qsl, quote, urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.request import is_own
from catalog.labels import label_of
from words.names import TITLE

_SCRIPT = pathlib.Path(__file__).with_name("chinese.js").read_text(encoding="utf-8")
_SHELL = pathlib.Path(__file__).with_name("shell.css").read_text(encoding="utf-8")
_UNUSED_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')  # the theme names its own
_NOT_PAGES = ("/_stcore", "/media", "/component", "/static", "/data")


def script(_) -> Response:
    return Response(
        _SCRIPT, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
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
        query = (
            _with_labels(scope["query_string"].decode("utf-8", "replace")) if is_own(path) else None
        )
        if query is not None:
            return await RedirectResponse(f"{quote(path)}?{query}", status_code=307)(
                scope, receive, send
            )
        return await self.app(_uncached(scope), receive, _Rewriter(send))


class _Rewriter:
    """Collects an HTML answer, rewrites it and sends it on; anything else passes unchanged."""

    def __init__(self, send: Send):
        self.send, self.body = send, b""
        self.start: Message = {}

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = dict(self.start["headers"])
        if b"text/html" in headers.get(b"content-type", b"") and b"content-encoding" not in headers:
            self.body = _rewrite(self.body.decode()).encode()
            stale = (b"content-length", b"etag", b"last-modified")
            kept = [(k, v) for k, v in self.start["headers"] if k not in stale]
            self.start["headers"] = [*kept, (b"content-length", str(len(self.body)).encode())]
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": self.body})


def _rewrite(html: str) -> str:
    for old, new in (
        ('<html lang="en"', '<html lang="zh-CN" translate="no"'),
        ("<title>Streamlit</title>", f"<title>{TITLE}</title>"),
        ("</head>", f'<style>{_SHELL}</style><script src="./chinese.js"></script></head>'),
        (
            "You need to enable JavaScript to run this app.",
            "请在浏览器中启用 JavaScript 后再打开本页。",
        ),
    ):
        html = html.replace(old, new, 1)
    return _UNUSED_FONT.sub("", html)


def _uncached(scope: Scope) -> Scope:
    """The index without compression and without 304, so that there is a text to rewrite."""
    conditional = (b"accept-encoding", b"if-none-match", b"if-modified-since")
    return {**scope, "headers": [(k, v) for k, v in scope["headers"] if k not in conditional]}


def _with_labels(query: str) -> str | None:
    """The query with codes replaced by the labels that the pickers bind to the URL; None if it
    names no code."""
    pairs = parse_qsl(query, keep_blank_values=True)
    said = [(name, label_of(name, value)) for name, value in pairs]
    return urlencode(said) if said != pairs else None
