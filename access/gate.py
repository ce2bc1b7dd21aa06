"""The gate before every address: a pure ASGI middleware that finds out who asks and lets pass,
refuses or sends to the sign-in page.

It looks again at every message of an open websocket, so a session that was signed out, has expired
or lost its role ends with the next click.
"""

import time
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access import audit, identity, rules, sessions, signin
from access.limits import Throttle, Uploads
from access.person import LOCAL, VISITOR, Person
from access.settings import Settings, settings

_LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
_FORWARDED = {
    b"x-forwarded-for",
    b"x-forwarded-host",
    b"x-forwarded-proto",
    b"x-real-ip",
    b"forwarded",
    b"via",
}
WANTED = "kpi_wanted"  # cookie: where a person wanted to go before signing in


class Gate:
    """`login_link` makes the address that starts a sign-in."""

    def __init__(self, app: ASGIApp, login_link: Callable[[], str]):
        self.app, self.login_link, self.uploads, self.throttle = (
            app,
            login_link,
            Uploads(app),
            Throttle(),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        known = settings()
        person = who(scope, known)
        method = scope.get("method", "GET")
        need = rules.needed(scope["path"], method)
        if known.mode == "local" and not _at_this_machine(scope):
            return await _refuse(scope, receive, send, 403, signin.NOT_HERE)
        if need == rules.PUBLIC:
            return await self._public(scope, receive, send, known, person)
        status = _status(need, person, scope, known)
        if status:
            return await self._refused(scope, receive, send, person, status)
        if scope["type"] == "websocket":
            return await self.app(scope, _Watched(scope, receive), send)
        if need == "upload":
            return await self.uploads(scope, receive, send, person)
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
            await run_in_threadpool(_sign_out, scope, known, person)
        if known.mode == "signin" and path in ("/oauth2callback", "/auth/logout", "/auth/login"):
            return await self.app(scope, receive, _Cookies(scope, send, known))
        return await self.app(scope, receive, send)

    async def _refused(
        self, scope: Scope, receive: Receive, send: Send, person: Person | None, status: int
    ) -> None:
        path, method = scope["path"], scope.get("method", "GET")
        if status == 401 and scope["type"] == "http" and rules.is_page(path, method):
            await _to_sign_in(scope, receive, send)
            return
        # A browser that asks for an icon before signing in is no event; a write, a refused role or
        # a session that does not hold is one.
        notable = (
            status == 403 or method not in ("GET", "HEAD") or identity.COOKIE in _cookies(scope)
        )
        if status != 404 and notable and self.throttle.lets(address_of(scope)):
            await run_in_threadpool(
                audit.record,
                "request",
                "refused",
                person,
                f"{method} {path} {status}",
                address_of(scope),
            )
        await _refuse(scope, receive, send, status, signin.NO_ROLE if status == 403 else "")


def who(scope: Scope, known: Settings) -> Person | None:
    """The person behind a request, as the settings and the list of ended sessions say now."""
    if known.mode == "local":
        return LOCAL
    if known.mode == "open":
        return VISITOR
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
    if known.mode == "gateway":
        return identity.from_headers(headers, (scope.get("client") or ("",))[0], known)
    return identity.from_claims(identity.claims_of(_cookies(scope), known), known)


def _status(need: str, person: Person | None, scope: Scope, known: Settings) -> int:
    """0 to let pass, else what to answer."""
    if need == rules.CLOSED:
        return 404
    if need == rules.SCRAPER:
        return 0 if may_scrape(scope) else 404
    if person is None:
        return 401
    return 0 if person.may(need) else 403


def may_scrape(scope: Scope) -> bool:
    """This machine itself (not through a proxy on it) and the listed scrapers."""
    address = address_of(scope)
    return identity.within(address, settings().scrapers) or (
        address in _LOCAL_HOSTS and not _FORWARDED & set(dict(scope["headers"]))
    )


def address_of(scope: Scope) -> str:
    return (scope.get("client") or ("",))[0]


def _cookies(scope: Scope) -> dict[str, str]:
    return {
        n: v
        for k, value in scope["headers"]
        if k == b"cookie"
        for n, v in cookie_parser(value.decode("latin-1")).items()
    }


def _at_this_machine(scope: Scope) -> bool:
    """Asked by this machine, by a local name, and not through a proxy: a foreign page cannot get
    here by rebinding its name to 127.0.0.1."""
    headers = dict(scope["headers"])
    host = urlsplit("//" + headers.get(b"host", b"").decode("latin-1")).hostname
    return (
        host in _LOCAL_HOSTS and address_of(scope) in _LOCAL_HOSTS and not _FORWARDED & set(headers)
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


async def _to_sign_in(scope: Scope, receive: Receive, send: Send) -> None:
    """To the sign-in page; where the person wanted to go waits in a cookie."""
    wanted = scope["path"] + (
        f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
    )
    answer = RedirectResponse("/signin", 302, headers={"Cache-Control": "no-store"})
    if len(wanted) < 2000:
        answer.set_cookie(
            WANTED,
            quote(wanted),
            max_age=600,
            httponly=True,
            samesite="lax",
            secure=settings().secure,
        )
    await answer(scope, receive, send)


def _without_role(scope: Scope, known: Settings) -> bool:
    """Somebody has signed in, but may not even read: another sign-in would not help."""
    return known.mode == "signin" and identity.holds(
        identity.claims_of(_cookies(scope), known), known
    )


def _sign_out(scope: Scope, known: Settings, person: Person | None) -> None:
    claims = identity.claims_of(_cookies(scope), known)
    if claims is not None and identity.holds(claims, known):
        sessions.end(identity.session_of(claims))
        audit.record(
            "sign-out",
            "done",
            person,
            identity.clean(claims.get(known.account_claim)),
            address_of(scope),
        )


class _Watched:
    """Receives for a websocket; says disconnected as soon as the person behind it is nobody."""

    def __init__(self, scope: Scope, receive: Receive):
        self.scope, self.receive, self.until = scope, receive, time.time() + settings().hours * 3600

    async def __call__(self) -> Message:
        message = await self.receive()
        if message["type"] == "websocket.receive" and (
            time.time() > self.until or who(self.scope, settings()) is None
        ):
            return {"type": "websocket.disconnect", "code": 1008, "reason": ""}
        return message


class _Cookies:
    """Sends the answers of Streamlit's sign-in with tighter cookies, records who signed in, and
    takes the person where he wanted to go."""

    def __init__(self, scope: Scope, send: Send, known: Settings):
        self.scope, self.send, self.known = scope, send, known

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [self._tight(k, v) for k, v in message["headers"]] + [
                (b"cache-control", b"no-store")
            ]
            if self.scope["path"] == "/oauth2callback":
                await run_in_threadpool(self._signed_in, message)
        await self.send(message)

    def _tight(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        if name != b"set-cookie":
            return name, value
        if value.startswith(b"_streamlit_user") and b"Max-Age=0" not in value:
            value = b"; ".join(
                p for p in value.split(b"; ") if not p.lower().startswith((b"max-age", b"expires"))
            )
            value += b"; Max-Age=%d" % (self.known.hours * 3600)
        return name, value + (
            b"; Secure" if self.known.secure and b"; secure" not in value.lower() else b""
        )

    def _signed_in(self, message: Message) -> None:
        set_now = SimpleCookie()
        for name, value in message["headers"]:
            if name == b"set-cookie":
                try:
                    set_now.load(value.decode("latin-1"))
                except CookieError:
                    continue
        claims = identity.claims_of({n: m.value for n, m in set_now.items()}, self.known)
        if claims is None:
            return
        person = identity.from_claims(claims, self.known)
        account = identity.clean(claims.get(self.known.account_claim))
        audit.record(
            "sign-in", "done" if person else "no role", person, account, address_of(self.scope)
        )
        wanted = unquote(_cookies(self.scope).get(WANTED, "")) if person else ""
        if (
            wanted.startswith("/")
            and not wanted.startswith(("//", "/\\"))
            and not set(wanted) & set("\r\n")
        ):
            message["headers"] = [
                (k, quote(wanted, safe="/?&=%+").encode() if k == b"location" else v)
                for k, v in message["headers"]
            ]
