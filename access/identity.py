"""Who a request comes from: Streamlit's identity cookie, or the headers of a trusted gateway.

None: nobody, or nobody with a role.
"""

import hashlib
import ipaddress
import json
import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from itsdangerous import BadData, URLSafeTimedSerializer

from access import sessions
from access.person import Person
from access.settings import ROLES, Settings

COOKIE = "_streamlit_user"
_MOST_CHUNKS = 8  # Streamlit splits claims of more than 4 kB over several cookies
_LONGEST_ACCOUNT = 200
# %6c: no gateway writes a letter or a digit so, but a name sent as it is may hold it, for another's
_NEVER_ENCODED = re.compile(r"%(2[de]|3[0-9]|[46][1-9a-f]|5[0-9af]|7[0-9a])", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f（）\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def claims_of(cookies: Mapping[str, str], settings: Settings) -> dict[str, Any] | None:
    """The claims in a signed cookie that is not too old; None for anything else."""
    first = _opened(cookies, COOKIE, settings)
    chunks = re.fullmatch(r"chunks-([0-9])", first or "")
    if chunks:
        parts = [
            _opened(cookies, f"{COOKIE}_{n}", settings)
            for n in range(1, min(int(chunks[1]), _MOST_CHUNKS) + 1)
        ]
        known = [part for part in parts if part is not None]
        first = "".join(known) if len(known) == len(parts) else None
    try:
        claims = json.loads(first) if first else None
    except json.JSONDecodeError:
        return None
    return claims if isinstance(claims, dict) and claims.get("is_logged_in") is True else None


def _opened(cookies: Mapping[str, str], name: str, settings: Settings) -> str | None:
    try:
        return URLSafeTimedSerializer(settings.cookie_secret, salt=name).loads(
            cookies[name], max_age=int(settings.hours * 3600)
        )
    except (KeyError, BadData):
        return None


def holds(claims: Mapping[str, Any] | None, settings: Settings) -> bool:
    """Whether this is a session: somebody's, not older than a session may be, and not signed out.

    It may still have no role.
    """
    if claims is None:
        return False
    issued = claims.get("iat")
    if not clean(claims.get(settings.account_claim)) or not isinstance(issued, int | float):
        return False
    return -300 <= time.time() - issued <= settings.hours * 3600 and not sessions.ended(
        session_of(claims)
    )


def from_claims(claims: Mapping[str, Any] | None, settings: Settings) -> Person | None:
    """The person of an ID token whose session holds and who has a role."""
    if claims is None or not holds(claims, settings):
        return None
    account = account_of(claims[settings.account_claim])
    role = role_of(account, claims.get(settings.role_claim), settings) if account else None
    name = clean(claims.get("name")) or account
    return Person(account, name, role, session_of(claims)) if role else None


def session_of(claims: Mapping[str, Any]) -> str:
    """One sign-in: subject, time and the nonce that was made for it."""
    return hashlib.sha256(
        json.dumps([claims.get("sub"), claims.get("iat"), claims.get("nonce")]).encode()
    ).hexdigest()


def from_headers(headers: Mapping[str, str], peer: str | None, settings: Settings) -> Person | None:
    """The person that a trusted gateway names.

    `peer` None: the gate has already seen that the gateway is one of ours.
    """
    if peer is not None and not within(peer, settings.proxies):
        return None
    said = {key: _text(headers.get(name, "")) for key, name in settings.headers.items()}
    named = headers.get(settings.headers["account"], "")
    account = "" if _NEVER_ENCODED.search(named) else account_of(said["account"])
    role = (
        role_of(account, said["roles"].replace(";", ",").split(","), settings) if account else None
    )
    return Person(account, clean(said["name"]) or account, role) if role else None


def _text(header: str) -> str:
    """Header bytes arrive as Latin-1; gateways send names percent-encoded or as UTF-8."""
    try:
        return unquote(header.encode("latin-1").decode("utf-8"))
    except (UnicodeEncodeError, UnicodeDecodeError):
        return unquote(header)


def role_of(account: str, claim: Any, settings: Settings) -> str | None:
    """The highest role that the person's entry or, without one, the claim gives."""
    if account in settings.people:
        return None if settings.people[account] == "none" else settings.people[account]
    said = claim if isinstance(claim, list) else [claim]
    values = {v.strip() for v in said if isinstance(v, str)} | {"*"}
    return next(
        (role for role in reversed(ROLES) if values & set(settings.granted.get(role, ()))), None
    )


def account_of(claim: Any) -> str:
    """An account exactly as the provider says it, or '': one that had to be shortened or cleaned to
    stand in a list could be taken for somebody else's."""
    said = claim if isinstance(claim, str) else str(claim) if type(claim) is int else ""
    return (
        said
        if len(said) <= _LONGEST_ACCOUNT and said == _NOT_IN_NAMES.sub("", said).strip()
        else ""
    )


def clean(text: Any) -> str:
    """A name as it may stand in a list: no control or direction characters, no brackets (they hold
    the account), 60 characters at most."""
    return _NOT_IN_NAMES.sub("", str(text or "")).strip()[:60]


def within(address: str, networks: tuple) -> bool:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in networks)
