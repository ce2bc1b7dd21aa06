"""What a request says of itself before anybody asks who sent it: its path, its origin, its
sender's address, its cookies."""

import re
from urllib.parse import urlsplit

from starlette.requests import cookie_parser
from starlette.types import Scope

from access import identity
from access.settings import settings

_LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
_FORWARDED = {
    b"x-forwarded-for",
    b"x-forwarded-host",
    b"x-forwarded-proto",
    b"x-real-ip",
    b"forwarded",
    b"via",
}
# A browser reads //, a backslash or a tab at the head of an address as the way to another host, and
# a proxy may take .. for a step up.
_NOT_OWN = re.compile(r"//|[\\\x00-\x1f\x7f]|(^|/)\.\.?(/|$)")


def is_own(path: str) -> bool:
    """Whether a decoded path can only mean a place of this server."""
    return path.startswith("/") and not _NOT_OWN.search(path)


def from_own_page(scope: Scope) -> bool:
    """False where a browser says that a page of another server asks; what is no browser sends no
    Origin."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
    said = [v.decode("latin-1").lower() for k, v in scope["headers"] if k == b"origin"]
    return all(origin in (f"http://{host}", f"https://{host}") for origin in said)


def address_of(scope: Scope) -> str:
    return (scope.get("client") or ("",))[0]


def cookies_of(scope: Scope) -> dict[str, str]:
    return {
        n: v
        for k, value in scope["headers"]
        if k == b"cookie"
        for n, v in cookie_parser(value.decode("latin-1")).items()
    }


def at_this_machine(scope: Scope) -> bool:
    """Asked by this machine, by a local name, and not through a proxy: a foreign page cannot get
    here by rebinding its name to 127.0.0.1."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return False
    return name in _LOCAL_HOSTS and address_of(scope) in _LOCAL_HOSTS and not _forwarded(scope)


def may_scrape(scope: Scope) -> bool:
    """This machine itself (not through a proxy on it) and the listed scrapers."""
    address = address_of(scope)
    return identity.within(address, settings().scrapers) or (
        address in _LOCAL_HOSTS and not _forwarded(scope)
    )


def _forwarded(scope: Scope) -> bool:
    return bool(_FORWARDED & set(dict(scope["headers"])))
