"""What holds between figures: the rules with their thresholds, which averages follow from which
totals, and the notes that come with the catalogue."""

import datetime as dt
from dataclasses import dataclass

from catalog.errors import CatalogError

SEVERITIES = ("阻断", "需说明", "提示", "限值")  # 限值: no rule, but a number that rules read


@dataclass(frozen=True)
class Rule:
    """One rule, by the code of the problem that breaks it.

    `threshold` is None where printed decimals or equality decide.
    """

    code: str
    name: str
    severity: str
    threshold: float | None
    threshold_unit: str
    explanation: str


@dataclass(frozen=True)
class DailyAverage:
    """A daily average under `measure`, and the totals whose 当月 divided by the days of the month
    it should equal."""

    code: str
    measure: str
    totals: tuple[str, ...]


@dataclass(frozen=True)
class Annotation:
    """A note on one month of one indicator, or on all up to `until`, or on one city of it ('' for
    all), that everybody who runs this catalogue sees."""

    code: str
    month: dt.date
    indicator: str
    author: str
    written_on: dt.date
    text: str
    until: dt.date | None = None
    city: str = ""


def read_rules(rows: list[dict[str, str]]) -> tuple[Rule, ...]:
    for row in rows:
        if row["severity"] not in SEVERITIES:
            raise CatalogError(
                f"rule.csv: {row['code']}: severity is {row['severity']!r}, expected one of "
                f"{', '.join(SEVERITIES)}"
            )
    return tuple(
        Rule(
            r["code"],
            r["name"],
            r["severity"],
            float(r["threshold"]) if r["threshold"] else None,
            r["threshold_unit"],
            r["explanation"],
        )
        for r in rows
    )


def read_daily_averages(rows: list[dict[str, str]], known: set[str]) -> tuple[DailyAverage, ...]:
    """`known`: every indicator code."""
    found = tuple(
        DailyAverage(r["code"], r["measure"], tuple(r["totals"].split("|"))) for r in rows
    )
    for average in found:
        for code in {average.code, *average.totals} - known:
            raise CatalogError(f"daily_average.csv: {average.code}: {code!r} is not an indicator")
    return found


def read_annotations(rows: list[dict[str, str]], known: set[str]) -> tuple[Annotation, ...]:
    """`known`: every indicator code."""
    for row in rows:
        if row["indicator"] not in known:
            raise CatalogError(
                f"annotation.csv: {row['code']}: {row['indicator']!r} is not an indicator"
            )
    day = dt.date.fromisoformat
    return tuple(
        Annotation(
            r["code"],
            day(f"{r['month']}-01"),
            r["indicator"],
            r["author"],
            day(r["written_on"]),
            r["text"],
            day(f"{r['until']}-01") if r["until"] else None,
            r["city"],
        )
        for r in rows
    )
