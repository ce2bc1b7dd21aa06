"""Who answers for an indicator: a table of the operator's own (KPI_OWNERS), read again whenever it
changes. The report names nobody, so without a row it is 未指定."""

import csv
import functools
import logging
import os
import pathlib
from dataclasses import dataclass

from catalog.entries import Indicator
from catalog.errors import CatalogError
from catalog.loader import catalog

_COLUMNS = ["code", "owner", "contact"]
_log = logging.getLogger("kpi.catalog")
_last_good: dict[str, dict[str, "Owner"]] = {}


@dataclass(frozen=True)
class Owner:
    """A department or person, and how to reach it, '' where that is not said."""

    owner: str
    contact: str


UNNAMED = Owner("未指定", "")


def owner_of(indicator: Indicator) -> Owner:
    """Its own row, else that of its platform. A file that became wrong keeps the last good one in
    force, and the log says so. Raises CatalogError where there was no good one."""
    named = _named()
    return named.get(indicator.code) or named.get(indicator.platform) or UNNAMED


def require_sound() -> None:
    """At start. Raises CatalogError, which says which row is wrong."""
    _named()


def _named() -> dict[str, Owner]:
    path = os.environ.get("KPI_OWNERS", "")
    if not path:
        return {}
    try:
        _last_good[path] = _read(path, os.stat(path).st_mtime_ns)
    except (CatalogError, OSError, UnicodeDecodeError) as error:
        if path not in _last_good:
            raise CatalogError(f"KPI_OWNERS={path}: {error}") from error
        _log.error("owners are wrong, the last good ones stay in force: %s", error)
    return _last_good[path]


@functools.lru_cache(maxsize=2)
def _read(path: str, _changed: int) -> dict[str, Owner]:
    rows = list(csv.reader(pathlib.Path(path).read_text(encoding="utf-8-sig").splitlines()))
    if not rows or rows[0] != _COLUMNS:
        raise CatalogError(f"the first row must be {','.join(_COLUMNS)}")
    known = {i.code for i in catalog().indicators} | {p.code for p in catalog().platforms}
    named: dict[str, Owner] = {}
    for number, row in enumerate(rows[1:], 2):
        code, owner, contact = row if len(row) == len(_COLUMNS) else ("", "", "")
        if code not in known or code in named or not owner.strip():
            raise CatalogError(
                f"row {number}: expected the code of an indicator or platform, once, an owner and "
                f"a contact (may be empty), found {','.join(row)!r}"
            )
        named[code] = Owner(owner.strip(), contact.strip())
    return named
