"""Asks the routes of api/ as a server would, without one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.applications import Starlette

from api.routes import ROUTES


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(path: str, query=(), method: str = "GET", **headers: str) -> Answer:
    """The answer to one request; `query` is a dict or a list of pairs, header names use _ for -."""
    said: list[dict] = []

    async def receive() -> None:
        await asyncio.Event().wait()  # a reader that stays until it has everything

    async def send(message: dict) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode(),
        "root_path": "",
        "query_string": urlencode(query).encode(),
        "server": ("test", 80),
        "client": ("test", 1),
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }
    # In a thread of its own: after a browser test this one runs Playwright's event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, Starlette(routes=ROUTES)(scope, receive, send)).result()
    start, *rest = said
    return Answer(
        start["status"],
        {k.decode(): v.decode() for k, v in start["headers"]},
        b"".join(m.get("body", b"") for m in rest),
    )
