"""The numeric targets of the annual work plans, read from target.csv.

A plan year is rows in that file and nothing else.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.errors import CatalogError

OPERATORS = (">", "≥", "=", "≤")
TARGET_KINDS = ("level", "flow", "reduction", "full_coverage")
GRADES = ("official", "press")
BASES = ("confirmed", "unconfirmed")
# How the actual is formed → the tables whose indicators can form it.
FORMED = {
    "province": ("platform", "public"),  # the province's own figure
    "city_sum": ("city",),  # the 21 cities added up
    "city_lowest": ("city",),  # the lowest city: full coverage is there when the last one has it
    "new_in_year": ("platform", "public"),  # 当月新增 of the plan year's months added up
    "fall_in_year": (
        "platform",
        "public",
    ),  # by how many % it fell since December before the plan year
}


@dataclass(frozen=True)
class Target:
    """One numeric target of one clause: value in `unit` as the plan prints it.

    `indicator` is empty where no series measures it.

    `basis`: whether plan and series are confirmed to measure the same thing. `grade`: the official
    text, or a press article.
    """

    code: str
    plan_year: int
    document: str
    clause: str
    platform: str
    name: str
    operator: str
    value: Decimal
    unit: str
    kind: str
    due: dt.date
    indicator: str
    formed: str
    measure: str
    basis: str
    grade: str
    source_title: str
    source_url: str
    note: str


def read_targets(
    rows: list[dict[str, str]], indicators: dict, platforms: set[str]
) -> tuple[Target, ...]:
    """Validated targets in file order.

    `indicators`: code → Indicator. Raises CatalogError on the first contradiction.
    """
    targets = tuple(_target(row) for row in rows)
    documents: dict[int, Target] = {}
    for n, target in enumerate(targets):
        _check_plan(target)
        _check_value(target)
        _check_source(target)
        _check_series(target, indicators)
        _require(
            target,
            not target.platform or target.platform in platforms,
            f"unknown platform {target.platform!r}",
        )
        _require(
            target, target.code not in {t.code for t in targets[:n]}, "two rows share this code"
        )
        first = documents.setdefault(target.plan_year, target)
        _require(
            target,
            first.document == target.document,
            (
                f"document {target.document!r}, but {first.code} of the same plan says "
                f"{first.document!r}"
            ),
        )
    return targets


def _target(row: dict[str, str]) -> Target:
    try:
        return Target(
            **{k: v for k, v in row.items() if k not in ("plan_year", "value", "due")},
            plan_year=int(row["plan_year"]),
            value=Decimal(row["value"]),
            due=dt.date.fromisoformat(row["due"]),
        )
    except (ValueError, InvalidOperation) as fault:
        raise CatalogError(
            f"target.csv, {row['code']}: plan_year, value or due does not read: {fault}"
        ) from fault


def _require(target: Target, holds: bool, fault: str) -> None:
    if not holds:
        raise CatalogError(f"target.csv, {target.code}: {fault}")


def _check_plan(t: Target) -> None:
    _require(t, bool(t.code and t.name and t.unit), "code, name and unit must not be empty")
    _require(
        t, t.code.startswith(f"{t.plan_year}-"), f"code must begin with its plan year {t.plan_year}"
    )
    _require(t, t.due.year >= t.plan_year, f"due {t.due} lies before plan year {t.plan_year}")
    for name, value, allowed in (
        ("operator", t.operator, OPERATORS),
        ("kind", t.kind, TARGET_KINDS),
        ("grade", t.grade, GRADES),
    ):
        _require(t, value in allowed, f"{name} is {value!r}, expected one of {', '.join(allowed)}")


def _check_value(t: Target) -> None:
    _require(t, t.value.is_finite() and t.value > 0, f"value {t.value} must be above 0")
    _require(t, t.unit != "%" or t.value <= 100, f"{t.value}% is more than the whole")
    _require(
        t,
        t.kind != "full_coverage" or (t.operator, t.value, t.unit) == ("=", 100, "%"),
        "full coverage is = 100 %",
    )
    _require(
        t,
        t.kind != "reduction" or (t.unit == "%" and t.operator != "≤"),
        "a reduction is at least so many %",
    )


def _check_source(t: Target) -> None:
    _require(t, bool(t.source_title), "source_title must not be empty")
    _require(
        t,
        bool(t.clause) or t.grade == "press",
        "clause may be empty only where the press is the source",
    )
    _require(t, bool(t.source_url) or t.grade == "official", "a press source needs its source_url")
    _require(
        t,
        not t.source_url or t.source_url.startswith(("http://", "https://")),
        f"source_url {t.source_url!r} is no web address",
    )


def _check_series(t: Target, indicators: dict) -> None:
    if not t.indicator:
        _require(
            t,
            not (t.formed or t.measure or t.basis),
            "formed, measure and basis say how an indicator is read, but there is none",
        )
        return
    _require(t, t.indicator in indicators, f"unknown indicator {t.indicator!r}")
    i = indicators[t.indicator]
    _require(t, t.formed in FORMED, f"formed is {t.formed!r}, expected one of {', '.join(FORMED)}")
    _require(
        t,
        i.table in FORMED[t.formed],
        f"{t.formed} cannot be formed from {i.code} of table {i.table}",
    )
    _require(
        t,
        t.measure in i.measures,
        f"measure is {t.measure!r}, but {i.code} has {', '.join(i.measures)}",
    )
    _require(t, t.basis in BASES, f"basis is {t.basis!r}, expected one of {', '.join(BASES)}")
    _require(
        t,
        t.basis == "confirmed" or bool(t.note),
        "an unconfirmed basis needs a note that says what differs",
    )
    _require(
        t,
        t.formed == "fall_in_year" or (t.unit == "%") == (i.unit == "%"),
        f"unit {t.unit} against {i.unit} of {i.code}",
    )
    _check_formed(t, i)


def _check_formed(t: Target, i) -> None:
    _require(t, t.formed != "city_sum" or i.additive, f"{i.code} does not add up over cities")
    _require(
        t,
        (t.kind == "flow") == (t.formed == "new_in_year"),
        "a flow is formed by new_in_year, and nothing else is",
    )
    _require(
        t,
        t.kind != "flow" or (t.measure == "monthly" and i.kind in ("stock", "flow")),
        f"当月 of {i.code} ({i.kind}) does not add up over months",
    )
    _require(
        t,
        (t.kind == "reduction") == (t.formed == "fall_in_year"),
        "a reduction is formed by fall_in_year, and nothing else is",
    )
    _require(
        t,
        t.kind != "full_coverage" or i.kind == "rate",
        f"full coverage needs a rate, {i.code} is a {i.kind}",
    )
