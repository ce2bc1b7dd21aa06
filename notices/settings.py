"""Who wants to be told what: one TOML file (KPI_NOTICES). Without it nothing is ever sent."""

import os
import pathlib
import re
import tomllib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

SUBJECTS = {
    "due": "月报将到期",
    "late": "月报逾期",
    "draft": "草稿待复核",
    "returned": "草稿被退回",
    "published": "入库",
    "withdrawn": "撤回",
    "sealed": "封账",
    "behind": "目标转为滞后",
    "check": "校验不通过",
}
_KEYS = {"name", "address", "outside", "subjects"}
_FROM_ENVIRONMENT = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


class SettingsError(ValueError):
    """Settings of notices that must not be used. Says which entry, and what is expected."""


@dataclass(frozen=True)
class Channel:
    """A person or a group. address: what Apprise takes, its secrets filled in. outside: its
    operator is not the office, so it gets no figure."""

    name: str
    address: str
    outside: bool
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """link: how readers reach the dashboard. due_days: how many days before its 应发日 a month is
    called due."""

    link: str
    due_days: int
    channels: tuple[Channel, ...]


def settings() -> Settings | None:
    """What KPI_NOTICES says; None where it is not set. Raises SettingsError."""
    path = os.environ.get("KPI_NOTICES", "")
    if not path:
        return None
    try:
        return parse(tomllib.loads(pathlib.Path(path).read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, SettingsError) as error:
        raise SettingsError(f"KPI_NOTICES={path}: {error}") from error


def parse(said: dict[str, Any]) -> Settings:
    """Settings from the file's contents; ${NAME} in an address comes from the environment."""
    _require(set(said) <= {"link", "due_days", "channel"}, f"unknown entries in {sorted(said)}")
    link, days, entries = said.get("link", ""), said.get("due_days", 3), said.get("channel", [])
    _require(
        isinstance(link, str) and urlsplit(link).scheme in ("http", "https"),
        f"link must be the dashboard's address, https://…, found {link!r}",
    )
    _require(type(days) is int and 0 <= days <= 15, f"due_days must be 0 to 15, found {days!r}")
    _require(isinstance(entries, list) and entries != [], "at least one [[channel]] is expected")
    channels = tuple(_channel(entry) for entry in entries)
    names = [c.name for c in channels]
    _require(len(set(names)) == len(names), f"each channel needs a name of its own, found {names}")
    return Settings(link.rstrip("/"), days, channels)


def _channel(said: dict[str, Any]) -> Channel:
    name = said.get("name", "")
    _require(isinstance(name, str) and name.strip() != "", "a [[channel]] needs a name")
    _require(set(said) == _KEYS, f"{name}: exactly {sorted(_KEYS)} are expected")
    _require(type(said["outside"]) is bool, f"{name}: outside must be true or false")
    subjects = said["subjects"]
    _require(
        isinstance(subjects, list) and subjects != [] and set(subjects) <= set(SUBJECTS),
        f"{name}: subjects are some of {list(SUBJECTS)}, found {subjects!r}",
    )
    _require(isinstance(said["address"], str), f"{name}: address must be a text")
    return Channel(name, _filled(name, said["address"]), said["outside"], tuple(subjects))


def _filled(name: str, address: str) -> str:
    missing = [n for n in _FROM_ENVIRONMENT.findall(address) if not os.environ.get(n)]
    _require(not missing, f"{name}: its address needs {missing} in the environment")
    return _FROM_ENVIRONMENT.sub(lambda found: os.environ[found[1]], address)


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise SettingsError(sentence)
