"""A province told down to its towns: the cities' figures split over 122 counties and 1,610 towns,
and 42 indicators that only these report.

Each figure follows from its month, indicator and area alone, so that any month can be made by
itself, in any process.
"""

import csv
import datetime as dt
import functools
import math
import pathlib
import shutil
import zlib
from collections.abc import Callable

from catalog import Area, Catalog, load_catalog
from catalog.loader import FOLDER as CATALOG
from demo.simulate import months, simulate
from ingest.cover import Cover, Key
from ingest.forms.areas import write_areas
from ingest.forms.report import write_report
from words.clock import months_between
from words.names import SIMULATED

FIRST, MONTHS = dt.date(2016, 1, 1), 120
_INDICATORS = pathlib.Path(__file__).parent / "area_indicators.csv"
_COVERED = 0.98  # of an area lies in the areas below it; the rest in no one of them
_SILENT = 0.005  # of the towns report nothing, ever


def write_catalog(folder: pathlib.Path) -> None:
    """The project's catalogue with the 42 indicators, and made-up residents of each county and town
    that add up to their city's."""
    shutil.copytree(
        CATALOG, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"), dirs_exist_ok=True
    )
    with open(folder / "indicator.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    empty = dict.fromkeys(rows[0], "")
    write_rows(folder / "indicator.csv", [*rows, *(empty | _indicator(r) for r in _extra())])
    residents = _residents(load_catalog(CATALOG))
    with open(folder / "area.csv", encoding="utf-8", newline="") as f:
        rows = [r | {"population_10k": f"{residents[r['code']]:.2f}"} for r in csv.DictReader(f)]
    write_rows(folder / "area.csv", rows)


def write_rows(path: pathlib.Path, rows: list[dict]) -> None:
    """A table of the catalogue."""
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@functools.cache
def _extra() -> list[dict[str, str]]:
    with open(_INDICATORS, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def _indicator(row: dict[str, str]) -> dict[str, str]:
    kind = "stock" if row["kind"] == "count" else row["kind"]
    return {
        "code": row["code"],
        "table": "area",
        "platform": row["platform"],
        "name": row["name"],
        "label": f"{row['name']}({row['unit']})",
        "unit": row["unit"],
        "decimals": row["decimals"],
        "kind": kind,
        "measures": "cumulative" if kind == "stock" else "monthly",
        "additive": "yes" if row["kind"] in ("stock", "flow") else "no",
        "better": "higher",
        "down_to": "town",
        "definition": f"{row['name']}（模拟指标）",
    }


def _chance(*what: object) -> float:
    """From 0 to 1, the same for the same things."""
    return zlib.crc32("|".join(map(str, what)).encode()) / 2**32


def _residents(catalog: Catalog) -> dict[str, float]:
    """area → made-up residents in 万: a city's, split by chance."""
    found = {c.code: c.population_10k for c in catalog.cities}
    for parent in catalog.areas.all:
        below = [
            a
            for a in catalog.areas.all
            if a.parent == parent.code and a.level in ("county", "town")
        ]
        weights = [0.4 + _chance("residents", a.code) for a in below]
        found |= {
            a.code: found[parent.code] * w / sum(weights)
            for a, w in zip(below, weights, strict=True)
        }
    return found


class Towns:
    """The figures of all counties and towns. `catalog` is the one that `write_catalog` wrote."""

    def __init__(self, catalog: Catalog):
        self.catalog = catalog
        self.children: dict[str, list[Area]] = {}
        for area in catalog.areas.all:
            if area.level in ("county", "town"):
                self.children.setdefault(area.parent, []).append(area)
        self.extra = {r["code"]: r for r in _extra()}

    def token(self, month: dt.date, cities: dict[Key, str]) -> Callable[[str, str], str]:
        """(indicator, area) → as printed.

        `cities`: the month's report, that the counties and towns must not exceed.
        """
        n = months_between(FIRST, month)
        tokens: dict[tuple[str, str], str] = {}
        for indicator in self.catalog.indicators_of("town"):
            for city in self.catalog.cities:
                whole = self._of_city(indicator, city, n, cities)
                for area, value in self._split(indicator, city.code, whole, n):
                    tokens[indicator.code, area.code] = _printed(value, indicator)
        return lambda indicator, area: tokens[indicator, area]

    def _of_city(self, indicator, city, n: int, cities: dict[Key, str]) -> float:
        if indicator.table == "city":
            return float(cities[indicator.code, city.code, indicator.measures[0]].rstrip("%"))
        row = self.extra[indicator.code]
        level = float(row["per_10k"]) * (0.8 + 0.4 * _chance(indicator.code, city.code))
        if row["kind"] == "rate":
            return level
        season = (
            1 if indicator.kind == "stock" else 0.95 + 0.1 * _chance(indicator.code, city.code, n)
        )
        return level * (city.population_10k if indicator.additive else 1) * (1 + 0.006 * n) * season

    def _split(self, indicator, parent: str, whole: float, n: int):
        """(area, value) of everything below an area, level by level."""
        below = self.children.get(parent, [])
        shares = self._shares(indicator.code, parent) if indicator.additive else [1.0] * len(below)
        for area, share in zip(below, shares, strict=True):
            if indicator.kind == "rate":
                value = min(
                    100.0,
                    max(
                        0.0,
                        whole
                        + 8 * (_chance(indicator.code, area.code) - 0.6)
                        + _chance(indicator.code, area.code, n)
                        - 0.5,
                    ),
                )
            elif indicator.additive:
                value = _floored(whole * share, indicator.decimals)
            else:
                value = _floored(whole * (0.6 + 0.4 * _chance(indicator.code, area.code)), 0)
            yield (
                area,
                None if _chance("silent", area.code) < _SILENT and area.level == "town" else value,
            )
            yield from self._split(indicator, area.code, value, n)

    @functools.cache  # noqa: B019, one object per process
    def _shares(self, indicator: str, parent: str) -> list[float]:
        weights = [
            (a.population_10k or 1) * (0.85 + 0.3 * _chance(indicator, a.code, "share"))
            for a in self.children.get(parent, [])
        ]
        return [_COVERED * w / sum(weights) for w in weights]


def _floored(value: float, decimals: int) -> float:
    return math.floor(value * 10**decimals) / 10**decimals


def _printed(value: float | None, indicator) -> str:
    if value is None:
        return ""
    return f"{value:.{indicator.decimals}f}" + ("%" if indicator.kind == "rate" else "")


def report_tokens(catalog: Catalog, count: int) -> dict[dt.date, dict[Key, str]]:
    """The reports of the last `count` months of the ten years, or of more months from their
    beginning; the cities of each complete."""
    first = FIRST if count >= MONTHS else months(FIRST, MONTHS)[-count]
    return simulate(catalog, first, count, eventful=False)


def write_month(
    folder: pathlib.Path,
    month: dt.date,
    tokens: dict[Key, str],
    catalog: Catalog,
    areas: bool = True,
) -> list[pathlib.Path]:
    """The report of one month and, with `areas`, the workbook of its counties and towns; what
    exists is not written again."""
    issued = (month + dt.timedelta(days=45)).replace(day=13)
    cover = Cover(
        month, f"{month.year}年第{month.month}期", issued, "模拟数据（程序生成）", simulated=True
    )
    report = folder / f"{SIMULATED}-{month:%Y-%m}.xlsx"
    below = folder / f"{SIMULATED}-{month:%Y-%m}-县区镇街.xlsx"
    if not report.exists():
        report.write_bytes(write_report(cover, tokens, catalog))
    if areas and not below.exists():
        below.write_bytes(write_areas(cover, _towns(catalog).token(month, tokens), catalog))
    return [report, below] if areas else [report]


@functools.cache
def _towns(catalog: Catalog) -> Towns:
    return Towns(catalog)
