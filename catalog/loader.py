"""Reads the catalogue from the CSV files beside this module. Adding an indicator is one row in
indicator.csv."""

import csv
import datetime as dt
import functools
import hashlib
import os
import pathlib

from catalog.areas import BELOW, read_areas
from catalog.contradictions import check_entries, indexed
from catalog.entries import (
    BETTER,
    KINDS,
    MEASURES,
    PROVINCE,
    REGIONS,
    TABLES,
    City,
    Indicator,
    Platform,
    Stage,
)
from catalog.errors import CatalogError
from catalog.lookup import Catalog
from catalog.rules import read_annotations, read_daily_averages, read_rules
from catalog.systems import read_clauses, read_systems
from catalog.targets import read_targets
from words.clock import first_day
from words.names import MONTHLY

FOLDER = pathlib.Path(__file__).parent


def _rows(folder: pathlib.Path, name: str) -> list[dict[str, str]]:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, strict=True))
    for row in rows:
        if None in row or None in row.values():
            raise CatalogError(f"{name}.csv: row {row.get('code')!r} has a wrong number of fields")
    return rows


def _aliases(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def _month(text: str) -> dt.date | None:
    return first_day(text) if text else None


def _choice(row: dict, field_name: str, allowed: tuple[str, ...]) -> str:
    if row[field_name] not in allowed:
        raise CatalogError(
            f"{row['code']}: {field_name} is {row[field_name]!r}, expected one of "
            f"{', '.join(allowed)}"
        )
    return row[field_name]


def _city(row: dict) -> City:
    tile = int(row["tile_row"]), int(row["tile_column"])
    return City(
        row["code"],
        row["name"],
        row["name"],
        (),
        _choice(row, "region", REGIONS),
        float(row["population_10k"]),
        *tile,
    )


def _indicator(row: dict, monthly: dict[str, dict]) -> Indicator:
    measures = tuple(row["measures"].split())
    if not measures or not set(measures) <= set(MEASURES):
        raise CatalogError(
            f"{row['code']}: measures is {row['measures']!r}, expected some of "
            f"{', '.join(MEASURES)}"
        )
    if not row["unit"] or not row["definition"]:
        raise CatalogError(f"{row['code']}: unit and definition must not be empty")
    return Indicator(
        code=row["code"],
        name=row["name"],
        label=row["label"],
        aliases=_aliases(row["aliases"]),
        table=_choice(row, "table", TABLES),
        platform=row["platform"],
        unit=row["unit"],
        decimals=int(row["decimals"]),
        kind=_choice(row, "kind", KINDS),
        measures=measures,
        additive=_choice(row, "additive", ("yes", "no")) == "yes",
        better=_choice(row, "better", BETTER),
        headline=int(row["headline"]) if row["headline"] else None,
        province_code=row["province_code"],
        at_most=row["at_most"],
        down_to=_choice(row, "down_to", ("", *BELOW)),
        since=_month(row["since"]),
        until=_month(row["until"]),
        definition=row["definition"],
        **_monthly(row, monthly),
    )


def _monthly(row: dict, said: dict[str, dict]) -> dict:
    """What 当月 of an indicator is, from its row in monthly.csv; a new one has none yet and is what
    its kind suggests."""
    known = said.get(row["code"])
    if "monthly" not in row["measures"].split():
        if known:
            raise CatalogError(f"monthly.csv, {row['code']}: it prints no 当月")
        return {"monthly": "", "monthly_printed": False, "monthly_note": ""}
    if known is None:
        by_kind = {"stock": "increment", "rate": "rate"}
        return {
            "monthly": by_kind.get(row["kind"], "level"),
            "monthly_printed": True,
            "monthly_note": "",
        }
    printed = _choice(known, "never_printed", ("yes", "no")) == "no"
    monthly = _choice(known, "monthly", tuple(MONTHLY) if printed else ("", *MONTHLY))
    if not known["note"]:
        raise CatalogError(f"monthly.csv, {row['code']}: note must say what shows it")
    if monthly and (row["kind"] == "rate") != (monthly == "rate"):
        raise CatalogError(f"monthly.csv, {row['code']}: a rate's 当月 is a rate, no other's is")
    return {"monthly": monthly, "monthly_printed": printed, "monthly_note": known["note"]}


def _version(folder: pathlib.Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load_catalog(folder: pathlib.Path = FOLDER) -> Catalog:
    """Read and validate the catalogue in `folder`.

    Raises CatalogError on the first contradiction.
    """
    platforms = tuple(Platform(*_named(r)) for r in _rows(folder, "platform"))
    stages = tuple(Stage(*_named(r), r["definition"]) for r in _rows(folder, "stage"))
    cities = tuple(_city(r) for r in _rows(folder, "city"))
    indicators = _indicators(folder)
    check_entries(platforms, stages, cities, indicators)
    units = frozenset(i.unit for i in indicators)
    index = indexed(platforms, stages, cities, indicators, units)
    codes, by_platform = set(index["code"]), {p.code for p in platforms}
    targets = read_targets(_rows(folder, "target"), index["code"], by_platform)
    goals = {t.code for t in targets}
    systems = read_systems(_rows(folder, "system"), by_platform, codes, goals)
    residents = [(c.code, c.name, c.population_10k) for c in cities]
    return Catalog(
        platforms,
        indicators,
        stages,
        cities,
        read_areas(_rows(folder, "area"), PROVINCE, residents),
        targets,
        units,
        _version(folder),
        index,
        read_rules(_rows(folder, "rule")),
        read_daily_averages(_rows(folder, "daily_average"), codes),
        read_annotations(_rows(folder, "annotation"), codes),
        systems,
        read_clauses(_rows(folder, "clause"), {s.code for s in systems}, goals),
    )


def _named(row: dict) -> tuple[str, str, str, tuple[str, ...]]:
    return row["code"], row["name"], row["label"], _aliases(row["aliases"])


def _indicators(folder: pathlib.Path) -> tuple[Indicator, ...]:
    rows = _rows(folder, "monthly")
    monthly = {r["code"]: r for r in rows}
    if len(monthly) != len(rows):
        raise CatalogError("monthly.csv: two rows share a code")
    indicators = tuple(_indicator(r, monthly) for r in _rows(folder, "indicator"))
    if unknown := set(monthly) - {i.code for i in indicators}:
        raise CatalogError(f"monthly.csv: {sorted(unknown)[0]} is no indicator")
    return indicators


@functools.cache
def catalog() -> Catalog:
    """The catalogue of this process: the folder that KPI_CATALOG names, else the project's own."""
    return load_catalog(pathlib.Path(os.environ.get("KPI_CATALOG") or FOLDER))
