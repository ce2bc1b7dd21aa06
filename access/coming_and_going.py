"""Signing in and out: where a person wanted to go, tighter cookies, the lines of the trail."""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse
from starlette.types import Message, Receive, Scope, Send

from access import audit, identity, sessions
from access.person import Person
from access.request import address_of, cookies_of, is_own
from access.settings import Settings, settings

WANTED = "kpi_wanted"  # cookie: where a person wanted to go before signing in


async def to_sign_in(scope: Scope, receive: Receive, send: Send) -> None:
    """To the sign-in page; where the person wanted to go waits in a cookie."""
    query = scope["query_string"].decode("latin-1")
    wanted = scope["path"] + (f"?{query}" if query else "")
    answer = RedirectResponse("/signin", 302, headers={"Cache-Control": "no-store"})
    if len(wanted) < 2000 and is_own(scope["path"]):
        answer.set_cookie(
            WANTED,
            quote(wanted),
            max_age=600,
            httponly=True,
            samesite="lax",
            secure=settings().secure,
        )
    await answer(scope, receive, send)


def sign_out(scope: Scope, known: Settings, person: Person | None) -> None:
    claims = identity.claims_of(cookies_of(scope), known)
    if claims is not None and identity.holds(claims, known):
        sessions.end(identity.session_of(claims))
        account = identity.clean(claims.get(known.account_claim))
        audit.note("sign-out", "done", person, account, address_of(scope))


class SignInAnswers:
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
        secure = self.known.secure and b"; secure" not in value.lower()
        return name, value + (b"; Secure" if secure else b"")

    def _signed_in(self, message: Message) -> None:
        claims = identity.claims_of(_set_now(message), self.known)
        if claims is None:
            return
        person = identity.from_claims(claims, self.known)
        account = identity.clean(claims.get(self.known.account_claim))
        outcome = "done" if person else "no role"
        audit.note("sign-in", outcome, person, account, address_of(self.scope))
        wanted = unquote(cookies_of(self.scope).get(WANTED, "")) if person else ""
        if is_own(wanted.partition("?")[0]):
            there = quote(wanted, safe="/?&=%+").encode()
            message["headers"] = [
                (k, there if k == b"location" else v) for k, v in message["headers"]
            ]


def _set_now(message: Message) -> dict[str, str]:
    """The cookies that an answer sets."""
    cookies = SimpleCookie()
    for name, value in message["headers"]:
        if name == b"set-cookie":
            try:
                cookies.load(value.decode("latin-1"))
            except CookieError:
                continue
    return {n: m.value for n, m in cookies.items()}
