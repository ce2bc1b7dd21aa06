"""The gate before every address: a pure ASGI middleware that finds out who asks and lets pass,
refuses or sends to the sign-in page.

It looks again at every message of an open websocket, so a session that was signed out, has expired
or lost its role ends with the next click.
"""

import time
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access import audit, exports, identity, rules, signin
from access.coming_and_going import SignInAnswers, sign_out, to_sign_in
from access.limits import Downloads, Throttle, Uploads
from access.person import LOCAL, VISITOR, Person
from access.request import (
    address_of,
    at_this_machine,
    cookies_of,
    from_own_page,
    is_own,
    may_scrape,
)
from access.settings import Settings, settings

_SAFE = ("GET", "HEAD", "OPTIONS")
_MOST = 1 << 20  # bytes of one message of a page: its pickers and its longest text are a few kB


class Gate:
    """`login_link` makes the address that starts a sign-in."""

    def __init__(self, app: ASGIApp, login_link: Callable[[], str]):
        self.app, self.login_link = app, login_link
        self.uploads, self.downloads, self.throttle = Uploads(app), Downloads(app), Throttle()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        known = settings()
        person = who(scope, known)
        need = rules.needed(scope["path"], scope.get("method", "GET"))
        if known.mode == "local" and not at_this_machine(scope):
            return await _refuse(scope, receive, send, 403, signin.NOT_HERE)
        if need == rules.PUBLIC and is_own(scope["path"]):
            return await self._public(scope, receive, send, known, person)
        status = _status(need, person, scope)
        if status:
            return await self._refused(scope, receive, send, person, status)
        if person is None:  # a scraper of metrics or a wall; nobody else gets here
            return await self.app(scope, receive, send)
        if scope["type"] == "websocket":
            return await self.app(scope, _Watched(scope, receive), send)
        if need == "upload":
            return await self.uploads(scope, receive, send, person)
        if rules.makes_files(scope["path"]):
            return await self._figures(scope, receive, send, person)
        return await self.app(scope, receive, send)

    async def _public(
        self, scope: Scope, receive: Receive, send: Send, known: Settings, person: Person | None
    ) -> None:
        path = scope["path"]
        if path == "/signin" and not person and _without_role(scope, known):
            return await _refuse(scope, receive, send, 403, signin.NO_ROLE)
        if path == "/signin":
            link = self.login_link() if known.mode == "signin" and not person else None
            answer = RedirectResponse("/", 302) if person else signin.page(link)
            return await answer(scope, receive, send)
        if known.mode == "signin" and path == "/auth/logout":
            await run_in_threadpool(sign_out, scope, known, person)
        if known.mode == "signin" and path in ("/oauth2callback", "/auth/logout", "/auth/login"):
            return await self.app(scope, receive, SignInAnswers(scope, send, known))
        return await self.app(scope, receive, send)

    async def _figures(self, scope: Scope, receive: Receive, send: Send, person: Person) -> None:
        """A file for who may take figures out; else a sentence, and a line of the trail."""
        sentence = exports.refusal(person, scope["path"])
        if not sentence:
            scope["mark"] = exports.mark(person)
            await self.downloads(scope, receive, send, person)
            return
        sender = address_of(scope)
        if self.throttle.lets(sender):
            said = f"{scope['method']} {scope['path']} 403"
            await run_in_threadpool(audit.note, "export", "refused", person, said, sender)
        answer = PlainTextResponse(sentence, 403, {"Cache-Control": "no-store"})
        await answer(scope, receive, send)

    async def _refused(
        self, scope: Scope, receive: Receive, send: Send, person: Person | None, status: int
    ) -> None:
        path, method = scope["path"], scope.get("method", "GET")
        if status == 401 and scope["type"] == "http" and rules.is_page(path, method):
            await to_sign_in(scope, receive, send)
            return
        # A browser that asks for an icon before signing in is no event; a write, a refused role or
        # a session that does not hold is one.
        notable = (
            status == 403 or method not in ("GET", "HEAD") or identity.COOKIE in cookies_of(scope)
        )
        sender = address_of(scope)
        if status != 404 and notable and self.throttle.lets(sender):
            said = f"{method} {path} {status}"
            await run_in_threadpool(audit.note, "request", "refused", person, said, sender)
        await _refuse(scope, receive, send, status, signin.NO_ROLE if status == 403 else "")


def who(scope: Scope, known: Settings) -> Person | None:
    """The person behind a request, as the settings and the list of ended sessions say now."""
    if known.mode == "local":
        return LOCAL
    if known.mode == "open":
        return VISITOR
    if known.mode == "gateway":
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        return identity.from_headers(headers, address_of(scope), known)
    return identity.from_claims(identity.claims_of(cookies_of(scope), known), known)


def _status(need: str, person: Person | None, scope: Scope) -> int:
    """0 to let pass, else what to answer."""
    if need == rules.CLOSED:
        return 404
    if need == rules.SCRAPER:
        return 0 if may_scrape(scope) else 404
    if person is None:
        return 0 if _on_a_wall(scope) else 401
    if not is_own(scope["path"]):
        return 404
    changes = scope["type"] == "websocket" or scope["method"] not in _SAFE
    return 0 if person.may(need) and (from_own_page(scope) or not changes) else 403


def _on_a_wall(scope: Scope) -> bool:
    """The wall's address, asked from where the operator allows it without sign-in."""
    return rules.is_screen(scope["path"], scope.get("method")) and identity.within(
        address_of(scope), settings().screens
    )


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    shown = rules.is_page(scope["path"], scope.get("method", "GET"))
    answer: Response = (
        signin.sentence_page(sentence, status)
        if shown and sentence
        else PlainTextResponse(f"{status}", status)
    )
    answer.headers["Cache-Control"] = "no-store"
    await answer(scope, receive, send)


def _without_role(scope: Scope, known: Settings) -> bool:
    """Somebody has signed in, but may not even read: another sign-in would not help."""
    return known.mode == "signin" and identity.holds(
        identity.claims_of(cookies_of(scope), known), known
    )


class _Watched:
    """Receives for a websocket; says disconnected as soon as the person behind it is nobody."""

    def __init__(self, scope: Scope, receive: Receive):
        self.scope, self.receive, self.until = scope, receive, time.time() + settings().hours * 3600

    async def __call__(self) -> Message:
        message = await self.receive()
        if len(message.get("bytes") or message.get("text") or "") > _MOST:
            return {"type": "websocket.disconnect", "code": 1009, "reason": ""}
        if message["type"] == "websocket.receive" and (
            time.time() > self.until or who(self.scope, settings()) is None
        ):
            return {"type": "websocket.disconnect", "code": 1008, "reason": ""}
        return message
