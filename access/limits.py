"""Limits per person, on uploads: how big, how slow, how many at once and how much in an hour
(Streamlit keeps each in memory until its session ends); on downloads: how many at once."""

import asyncio
import collections
import contextlib
import threading
import time
from collections.abc import Iterator

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access import audit
from access.person import Person
from warehouse import Unavailable, configured_warehouse

BIGGEST = 5 * 1024 * 1024 + 64 * 1024  # the workbook's 5 MB and the form around it
SECONDS = 60  # a body that takes longer is not a person with a workbook
AT_ONCE = 2
HOURLY = 200 * 1024 * 1024


class Throttle:
    """Lets through a few of a kind per minute: a scanner must not fill the audit trail."""

    def __init__(self, a_minute: int = 30):
        self.a_minute, self.minute = a_minute, 0
        self.seen: collections.Counter[str] = collections.Counter()

    def lets(self, kind: str) -> bool:
        if self.minute != (now := int(time.monotonic() // 60)):
            self.minute = now
            self.seen.clear()
        self.seen[kind] += 1
        return self.seen[kind] <= self.a_minute


class TooMany(RuntimeError):
    """Somebody has as many downloads at once as one may have."""

    sentence = "同时取用的文件太多，请等前面的下载完成后再试。"


class Turns:
    """How many downloads each person and all together have at once, from being asked for until
    they are sent: a reader who takes none of them must not fill the disk."""

    def __init__(self, each: int, together: int):
        self.each, self.together, self._lock = each, together, threading.Lock()
        self.running: collections.Counter[str] = collections.Counter()

    @contextlib.contextmanager
    def turn(self, who: str) -> Iterator[None]:
        with self._lock:
            if self.running[who] >= self.each or self.running.total() >= self.together:
                raise TooMany(TooMany.sentence)
            self.running[who] += 1
        try:
            yield
        finally:
            with self._lock:
                self.running[who] -= 1
                self.running += collections.Counter()  # forgets who has none


DOWNLOADS = Turns(each=4, together=64)


class Downloads:
    """The addresses of files, a few at once for each person."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send, person: Person) -> None:
        try:
            with DOWNLOADS.turn(person.account or (scope.get("client") or ("",))[0]):
                await self.app(scope, receive, send)
        except TooMany as fault:
            answer = PlainTextResponse(fault.sentence, 429, headers={"Retry-After": "5"})
            await answer(scope, receive, send)


class _TooMuch(Exception):
    def __init__(self, status: int):
        self.status = status


class Taken:
    """Bytes that each person has uploaded within the hour: to this process, or with a warehouse in
    PostgreSQL to all replicas."""

    def __init__(self) -> None:
        self._here: dict[str, collections.deque[tuple[float, int]]] = collections.defaultdict(
            collections.deque
        )

    def by(self, account: str) -> int:
        """Raises Unavailable."""
        place = configured_warehouse().shared_place
        if place is not None:
            from access import shared  # whoever has a file needs no PostgreSQL

            return shared.taken(place, account)
        taken = self._here[account]
        while taken and time.monotonic() - taken[0][0] > 3600:
            taken.popleft()
        return sum(size for _, size in taken)

    def add(self, account: str, size: int) -> None:
        """Raises Unavailable."""
        place = configured_warehouse().shared_place
        if place is not None:
            from access import shared

            shared.take(place, account, size)
        else:
            self._here[account].append((time.monotonic(), size))


class Uploads:
    def __init__(self, app: ASGIApp):
        self.app, self.taken = app, Taken()
        self.running: collections.Counter[str] = collections.Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send, person: Person) -> None:
        if scope["method"] not in ("PUT", "POST"):
            return await self.app(scope, receive, send)
        size = dict(scope["headers"]).get(b"content-length", b"")
        said = int(size[:12]) if size.isdigit() else 0
        if said > BIGGEST or self.running[person.account] >= AT_ONCE:
            status = 413 if said > BIGGEST else 429
            return await self._answer(status, person, scope, receive, send)
        self.running[person.account] += 1
        try:
            if await run_in_threadpool(self.taken.by, person.account) + said > HOURLY:
                return await self._answer(429, person, scope, receive, send)
            await self._pass(scope, receive, send, person)
        except Unavailable as fault:
            later = PlainTextResponse(fault.sentence, 503, headers={"Retry-After": "5"})
            await later(scope, receive, send)
        finally:
            self.running[person.account] -= 1

    async def _pass(self, scope: Scope, receive: Receive, send: Send, person: Person) -> None:
        """The body is taken in here, whole and in time, before the application sees any of it."""
        try:
            body = await asyncio.wait_for(_body(receive), SECONDS)
        except TimeoutError:
            return await self._answer(408, person, scope, receive, send)
        except _TooMuch as error:
            return await self._answer(error.status, person, scope, receive, send)
        if body is None:
            return None
        await run_in_threadpool(self.taken.add, person.account, len(body))
        given = False

        async def once() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        return await self.app(scope, once, send)

    @staticmethod
    async def _answer(
        status: int, person: Person, scope: Scope, receive: Receive, send: Send
    ) -> None:
        await run_in_threadpool(
            audit.note,
            "upload",
            "refused",
            person,
            f"{scope['method']} {scope['path']} {status}",
            (scope.get("client") or ("",))[0],
        )
        await PlainTextResponse(f"{status}", status, headers={"Connection": "close"})(
            scope, receive, send
        )


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None if the sender went away."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > BIGGEST:
            raise _TooMuch(413)
        if not message.get("more_body"):
            return b"".join(parts)
