"""How people get in: one TOML file (KPI_ACCESS) and the environment for secrets.

The file is read again whenever it changes.

Modes: local (nothing configured: this machine only, everything allowed), open
(KPI_OPEN_READONLY=yes: anybody, read only), signin (OpenID Connect),
gateway (a trusted proxy names the person in headers).
"""

import functools
import ipaddress
import logging
import os
import pathlib
import tomllib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

ROLES = ("viewer", "editor", "reviewer", "admin")  # each may do what those before it may
_LONGEST_HOURS = 12
_SECTIONS = {"oidc", "gateway", "roles", "people", "session", "metrics", "screen", "export"}
_log = logging.getLogger("kpi.access")


class SettingsError(ValueError):
    """Access settings that must not be used. Says which entry, and what is expected."""


@dataclass(frozen=True)
class Settings:
    mode: str = "local"
    oidc: dict[str, Any] = field(
        default_factory=dict
    )  # what Streamlit's [auth] takes, secrets included
    role_claim: str = "roles"
    account_claim: str = "sub"
    granted: dict[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # role → claim values that give it; "*" is everybody who signed in
    people: dict[str, str] = field(
        default_factory=dict
    )  # account → role or none; goes before the claim
    hours: float = 10
    exports: dict[str, str] = field(default_factory=dict)  # role → yes, marked or no
    proxies: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    headers: dict[str, str] = field(
        default_factory=dict
    )  # account, name, roles → header name in lower case
    scrapers: tuple[
        ipaddress.IPv4Network | ipaddress.IPv6Network, ...
    ] = ()  # who besides this machine may read /metrics
    screens: tuple[
        ipaddress.IPv4Network | ipaddress.IPv6Network, ...
    ] = ()  # who may show /screen without sign-in

    @property
    def secure(self) -> bool:
        """The browser speaks TLS to us or to the proxy before us."""
        return urlsplit(self.oidc.get("redirect_uri", "")).scheme == "https" or (
            self.mode == "gateway"
        )

    @property
    def cookie_secret(self) -> str:
        return self.oidc.get("cookie_secret", "")


def settings() -> Settings:
    """The settings in force.

    A file that became wrong keeps the last good ones in force, and the log says so.
    """
    path = os.environ.get("KPI_ACCESS", "")
    try:
        return _read(
            path, os.stat(path).st_mtime_ns if path else 0, os.environ.get("KPI_OPEN_READONLY", "")
        )
    except (SettingsError, OSError) as error:
        if path not in _last_good:
            raise SettingsError(f"KPI_ACCESS={path}: {error}") from error
        _log.error("access settings are wrong, the last good ones stay in force: %s", error)
        return _last_good[path]


_last_good: dict[str, Settings] = {}


@functools.lru_cache(maxsize=4)
def _read(path: str, _changed: int, open_readonly: str) -> Settings:
    if not path:
        return Settings(mode="open" if open_readonly == "yes" else "local")
    try:
        made = parse(tomllib.loads(pathlib.Path(path).read_text(encoding="utf-8-sig")))
    except UnicodeDecodeError as error:
        raise SettingsError(f"not UTF-8, save it as UTF-8: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"not TOML: {error}") from error
    _last_good[path] = made
    return made


def parse(said: dict[str, Any]) -> Settings:
    """Settings from the file's contents; secrets come from the environment only."""
    unknown = set(said) - _SECTIONS
    _require(not unknown, f"unknown sections {sorted(unknown)}")
    for section, entries in said.items():
        _require_shapes(section, entries)
    _require(("oidc" in said) != ("gateway" in said), "exactly one of [oidc] and [gateway]")
    roles, people, exports = (dict(said.get(part, {})) for part in ("roles", "people", "export"))
    claims = {
        "role_claim": roles.pop("claim", "roles"),
        "account_claim": roles.pop("account", "sub"),
    }
    found, given = set(roles) - set(ROLES), set(people.values())
    _require(not found, f"[roles] knows claim, account and {ROLES}, found {sorted(found)}")
    _require(given <= {*ROLES, "none"}, f"[people] gives {ROLES} or none, found {sorted(given)}")
    hours = said.get("session", {}).get("hours", 10)
    most = f"[session] hours must be above 0 and at most {_LONGEST_HOURS}, found {hours}"
    _require(0 < hours <= _LONGEST_HOURS, most)
    known = set(exports) <= set(ROLES) and set(exports.values()) <= {"yes", "marked", "no"}
    _require(known, f"[export] gives {ROLES} one of yes, marked or no, found {exports}")
    common = claims | {
        "exports": exports,
        "granted": {role: tuple(values) for role, values in roles.items()},
        "people": people,
        "hours": hours,
        "scrapers": _networks(said.get("metrics", {}).get("scrapers", [])),
        "screens": _networks(said.get("screen", {}).get("without_sign_in", [])),
    }
    return _signin(said["oidc"], common) if "oidc" in said else _gateway(said["gateway"], common)


def _require_shapes(section: str, entries: Any) -> None:
    """A text where a list belongs would be read letter by letter: any of them would give a role."""
    _require(isinstance(entries, dict), f"[{section}] must be a table, found {entries!r}")
    for name, value in entries.items():
        if name in _LISTS.get(section, ()):
            right = isinstance(value, list) and all(isinstance(v, str) for v in value)
            shape = 'a list of texts like ["a"]'
        elif section == "session":
            right, shape = type(value) in (int, float), "a number"
        else:
            right, shape = isinstance(value, str), "a text"
        _require(right, f"[{section}] {name} must be {shape}, found {value!r}")


_LISTS = {
    "roles": ROLES,
    "gateway": ("proxies",),
    "metrics": ("scrapers",),
    "screen": ("without_sign_in",),
}


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise SettingsError(sentence)


def _signin(said: dict[str, Any], common: dict[str, Any]) -> Settings:
    needed = {"server_metadata_url", "client_id", "redirect_uri"}
    _require(needed <= set(said), f"[oidc] needs {sorted(needed - set(said))}")
    _require(
        not {"client_secret", "cookie_secret"} & set(said),
        "secrets do not belong into this file: set KPI_CLIENT_SECRET and KPI_COOKIE_SECRET",
    )
    signing = os.environ.get("KPI_COOKIE_SECRET", "")
    _require(len(signing) >= 32, "KPI_COOKIE_SECRET must be set, at least 32 characters long")
    own = said["redirect_uri"].endswith("/oauth2callback")
    _require(own, "redirect_uri must end in /oauth2callback")
    kwargs = {
        "prompt": said.get("prompt", "login"),
        "scope": said.get("scope", "openid profile email"),
    }
    oidc = {n: said[n] for n in needed} | {
        "client_secret": os.environ.get("KPI_CLIENT_SECRET", ""),
        "cookie_secret": signing,
        "client_kwargs": kwargs,
    }
    return Settings(mode="signin", oidc=oidc, **common)


def _gateway(said: dict[str, Any], common: dict[str, Any]) -> Settings:
    proxies = _networks(said.get("proxies", []))
    _require(proxies != (), "[gateway] needs proxies: the addresses that may name people")
    everybody = all(p.prefixlen for p in proxies)
    _require(everybody, "[gateway] proxies must not be every address: anybody could name people")
    shown = any(
        s.version == p.version and s.overlaps(p) for s in common["screens"] for p in proxies
    )
    _require(not shown, "[screen] names a gateway: everybody would come from its address")
    names = {
        "account": "X-Forwarded-User",
        "name": "X-Forwarded-Name",
        "roles": "X-Forwarded-Roles",
    }
    headers = {key: said.get(f"{key}_header", name).lower() for key, name in names.items()}
    return Settings(mode="gateway", proxies=proxies, headers=headers, **common)


def _networks(said: list[str]) -> tuple:
    try:
        return tuple(ipaddress.ip_network(text) for text in said)
    except ValueError as error:
        raise SettingsError(f"not a network like 10.1.2.0/24: {error}") from error
