"""The systems that the plans and the report name (system.csv), and the plans clause by clause
(clause.csv)."""

from dataclasses import dataclass
from typing import Any

from catalog.errors import CatalogError

FIELDS = {  # code, as an address has it → name
    "public": "公共服务",
    "office": "机关办公",
    "governance": "省域治理",
    "data": "数据要素",
    "base": "基础支撑",
    "security": "安全",
    "departments": "部门业务",
    "cities": "地市应用",
}
KNOWN = ("full", "part", "press")  # the clause's text, a part of it, a press article about it


@dataclass(frozen=True)
class System:
    """One system: what it is in our own words, who leads it, what speaks of it.

    `platform`: the report's platform of the same name, '' where it prints none; `indicators`: those
    that are about it and stand under another platform. `targets`: the plans' targets that are about
    it. `reported`: sections of a report's text that name it, 2022-08 二（四）.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    field: str
    lead: str
    platform: str
    indicators: tuple[str, ...]
    targets: tuple[str, ...]
    reported: tuple[str, ...]
    what: str

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Clause:
    """One clause of a plan under our own title; `number` is '' where only the press speaks of it.

    `targets`: those of the press, which carry no clause number; the others are found by theirs.
    """

    code: str
    plan_year: int
    number: str
    chapter: str
    title: str
    leads: tuple[str, ...]
    systems: tuple[str, ...]
    targets: tuple[str, ...]
    known: str


def _split(row: dict[str, str], *lists: str) -> dict[str, Any]:
    """The row's fields, those named as lists."""
    return row | {name: tuple(filter(None, row[name].split("|"))) for name in lists}


def read_systems(
    rows: list[dict[str, str]], platforms: set[str], indicators: set[str], targets: set[str]
) -> tuple[System, ...]:
    """Validated systems in file order; the sets hold every code of each."""
    lists = ("aliases", "indicators", "targets", "reported")
    systems = tuple(System(**_split(row, *lists)) for row in rows)
    seen: dict[str, str] = {}
    for s in systems:
        _require("system.csv", s, all((s.code, s.name, s.lead, s.what)), "a field is empty")
        _require("system.csv", s, s.field in FIELDS.values(), f"field is {s.field!r}")
        _require("system.csv", s, {s.platform} - {""} <= platforms, f"platform {s.platform!r}")
        for code in {*s.indicators} - indicators | {*s.targets} - targets:
            _require("system.csv", s, False, f"unknown {code!r}")
        for name in {s.code, s.name, *s.aliases}:
            other = seen.setdefault(name, s.code)
            _require("system.csv", s, other == s.code, f"shares the name {name!r} with {other}")
    return systems


def read_clauses(
    rows: list[dict[str, str]], systems: set[str], targets: set[str]
) -> tuple[Clause, ...]:
    """Validated clauses in file order; `systems` and `targets`: every code of each."""
    lists = ("leads", "systems", "targets")
    clauses = tuple(
        Clause(**_split(row, *lists) | {"plan_year": int(row["plan_year"])}) for row in rows
    )
    for n, c in enumerate(clauses):
        _require("clause.csv", c, c.known in KNOWN, f"known is {c.known!r}")
        _require("clause.csv", c, c.code.startswith(f"{c.plan_year}-"), "code names another plan")
        _require("clause.csv", c, bool(c.number) == (c.known != "press"), f"number {c.number!r}")
        _require("clause.csv", c, bool(c.title and c.chapter), "title or chapter is empty")
        _require("clause.csv", c, c.code not in {o.code for o in clauses[:n]}, "stands twice")
        for code in {*c.systems} - systems | {*c.targets} - targets:
            _require("clause.csv", c, False, f"unknown {code!r}")
    return clauses


def _require(file: str, row: System | Clause, holds: bool, fault: str) -> None:
    if not holds:
        raise CatalogError(f"{file}, {row.code}: {fault}")
