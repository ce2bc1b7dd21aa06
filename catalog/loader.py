"""The vocabulary of the monthly report, read from the CSV files beside this module.

Adding an indicator is one row in indicator.csv.
"""

import csv
import datetime as dt
import difflib
import functools
import hashlib
import os
import pathlib
from dataclasses import dataclass, field

from catalog.areas import BELOW, Areas, read_areas
from catalog.errors import CatalogError
from catalog.names import fold, split_unit
from catalog.rules import (
    Annotation,
    DailyAverage,
    Rule,
    read_annotations,
    read_daily_averages,
    read_rules,
)
from catalog.systems import Clause, System, read_clauses, read_systems
from catalog.targets import Target, read_targets
from words.names import MONTHLY

FOLDER = pathlib.Path(__file__).parent
TABLES = (
    "platform",
    "project",
    "city",
    "area",
    "public",
)  # area: reported by counties and towns only, no column of the cities' table
KINDS = ("stock", "flow", "average", "rate")
MEASURES = ("cumulative", "monthly", "year_to_date")
BETTER = ("higher", "lower", "none")
REGIONS = ("珠三角", "粤东", "粤西", "粤北")
PROVINCE = "440000"

# of a name that may be misspelt; ours have at most 16, and comparing a paragraph takes 1 ms
_LONGEST_LABEL = 60


@dataclass(frozen=True)
class Named:
    """One entry of the vocabulary: a code that never changes, the name on screen, the label as
    printed, other spellings."""

    code: str
    name: str
    label: str
    aliases: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.label, self.name, *self.aliases)


@dataclass(frozen=True)
class Platform(Named):
    pass


@dataclass(frozen=True)
class Stage(Named):
    definition: str


@dataclass(frozen=True)
class City(Named):
    region: str
    population_10k: float
    tile_row: int  # where its square stands in the tile map, from the north and from the west
    tile_column: int


@dataclass(frozen=True)
class Indicator(Named):
    """One indicator of one table, as printed: unit, decimals, the months that print it (`since`,
    `until`).

    `province_code`: the province's figure of the same quantity. `at_most`: the indicator whose
    cumulative value this one cannot exceed.
    `monthly`: what 当月 of it is (words.names.MONTHLY), '' where nobody can tell; `monthly_note`
    says from what. `monthly_printed`: False where every report leaves that cell empty.
    `down_to`: the finest level below the cities that reports it (county, town), '' for none.
    """

    table: str
    platform: str
    unit: str
    decimals: int
    kind: str
    measures: tuple[str, ...]
    monthly: str
    monthly_printed: bool
    additive: bool
    better: str
    headline: int | None
    province_code: str
    at_most: str
    down_to: str
    since: dt.date | None
    until: dt.date | None
    monthly_note: str
    definition: str

    @property
    def scale(self) -> int:
        """How many single things one of its unit is: 10,000 for 万户."""
        return 10**4 if self.unit.startswith("万") else 10**8 if self.unit.startswith("亿") else 1

    def reaches(self, level: str) -> bool:
        """Whether the workbooks of counties and towns report it at this level."""
        return self.down_to != "" and BELOW.index(level) <= BELOW.index(self.down_to)

    def expected_in(self, month: dt.date) -> bool:
        return (self.since is None or self.since <= month) and (
            self.until is None or month <= self.until
        )


@dataclass(frozen=True)
class Catalog:
    platforms: tuple[Platform, ...]
    indicators: tuple[Indicator, ...]
    stages: tuple[Stage, ...]
    cities: tuple[City, ...]
    areas: Areas
    targets: tuple[Target, ...]
    units: frozenset[str]
    version: str
    _index: dict = field(repr=False, compare=False, default_factory=dict)
    rules: tuple[Rule, ...] = ()
    daily_averages: tuple[DailyAverage, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    systems: tuple[System, ...] = ()
    clauses: tuple[Clause, ...] = ()

    @property
    def platform_names(self) -> dict[str, str]:
        """Code → name."""
        return {p.code: p.name for p in self.platforms}

    def rule(self, code: str) -> Rule:
        return next(r for r in self.rules if r.code == code)

    def indicators_of(self, table: str) -> tuple[Indicator, ...]:
        """Those that a table prints; of a county's or town's table, those that reach down to it."""
        return tuple(
            i for i in self.indicators if (i.reaches(table) if table in BELOW else i.table == table)
        )

    def indicator(self, code: str) -> Indicator:
        return self._index["code"][code]

    def find_platform(self, label: str) -> Platform | None:
        return self._index["platforms"].get(fold(label))

    def find_stage(self, label: str) -> Stage | None:
        return self._index["stages"].get(fold(label))

    def find_city(self, label: str) -> City | None:
        return self._index["cities"].get(fold(label).removesuffix("市"))

    def find_indicator(
        self, table: str, platform: str, label: str
    ) -> tuple[Indicator | None, str | None]:
        """(indicator, unit written in the label).

        The unit is returned so that the caller can compare it.
        """
        name, unit = split_unit(label, self.units)
        known = self._index["tables"][table]
        # A bracket that looks like a unit may belong to the name, so the whole label is tried as
        # well.
        return known.get((platform, name)) or known.get((platform, fold(label))), unit

    def names_indicator(self, table: str, label: str) -> bool:
        """Whether `label` is an indicator's name under any platform of this table."""
        names = self._index["names"][table]
        return split_unit(label, self.units)[0] in names or fold(label) in names

    def printed_unit(self, indicator: Indicator) -> str | None:
        """The unit that the report prints in this indicator's label, None where it prints none."""
        return split_unit(indicator.label, self.units)[1]

    def closest(self, label: str, candidates) -> str | None:
        """The known name most like `label`, for a hint; None if nothing is near."""
        if len(label) > _LONGEST_LABEL:
            return None
        by_fold = {fold(s): e.name for e in candidates for s in e.spellings}
        near = difflib.get_close_matches(split_unit(label, self.units)[0], by_fold, n=1, cutoff=0.5)
        return by_fold[near[0]] if near else None


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
    return dt.date.fromisoformat(f"{text}-01") if text else None


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


def _index(entries, key, what: str) -> dict:
    """key → entry for every spelling; two entries must not share one."""
    index: dict = {}
    for entry in entries:
        for k in {key(entry, s) for s in entry.spellings}:
            if index.setdefault(k, entry) is not entry:
                raise CatalogError(f"{what}: {entry.code} and {index[k].code} share the name {k!r}")
    return index


def _by_spelling(entry: Named, spelling: str) -> str:
    return fold(spelling)


def _check_references(platforms, indicators) -> None:
    platform_codes = {p.code for p in platforms}
    by_code = {i.code: i for i in indicators}
    for i in indicators:
        if i.platform not in platform_codes and not (i.table == "project" and i.platform == ""):
            raise CatalogError(f"{i.code}: unknown platform {i.platform!r}")
        if i.province_code and (i.province_code not in by_code or not i.additive):
            raise CatalogError(
                f"{i.code}: province_code {i.province_code!r} needs an additive indicator and "
                "an existing code"
            )
        if i.at_most and i.at_most not in by_code:
            raise CatalogError(f"{i.code}: at_most {i.at_most!r} is not an indicator")
        if (i.table not in ("city", "area") and i.down_to) or (i.table == "area" and not i.down_to):
            raise CatalogError(
                f"{i.code}: down_to is {i.down_to!r}; indicators of the table area need one, "
                "those of the cities may have one"
            )
        if i.kind == "rate" and (i.additive or i.unit != "%"):
            raise CatalogError(f"{i.code}: a rate is in % and never additive")


def _unique_rows(rows: list[dict], what: str) -> dict[str, dict]:
    by_code = {r["code"]: r for r in rows}
    if len(by_code) != len(rows):
        raise CatalogError(f"{what}: two rows share a code")
    return by_code


def _unique_codes(entries, what: str) -> dict:
    by_code = {e.code: e for e in entries}
    if len(by_code) != len(entries):
        raise CatalogError(f"{what}: two rows share a code")
    return by_code


def _version(folder: pathlib.Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load_catalog(folder: pathlib.Path = FOLDER) -> Catalog:
    """Read and validate the catalogue in `folder`.

    Raises CatalogError on the first contradiction.
    """
    platforms = tuple(
        Platform(r["code"], r["name"], r["label"], _aliases(r["aliases"]))
        for r in _rows(folder, "platform")
    )
    stages = tuple(
        Stage(r["code"], r["name"], r["label"], _aliases(r["aliases"]), r["definition"])
        for r in _rows(folder, "stage")
    )
    cities = tuple(_city(r) for r in _rows(folder, "city"))
    areas = read_areas(
        _rows(folder, "area"), PROVINCE, [(c.code, c.name, c.population_10k) for c in cities]
    )
    monthly = _unique_rows(_rows(folder, "monthly"), "monthly.csv")
    indicators = tuple(_indicator(r, monthly) for r in _rows(folder, "indicator"))
    if unknown := set(monthly) - {i.code for i in indicators}:
        raise CatalogError(f"monthly.csv: {sorted(unknown)[0]} is no indicator")
    units = frozenset(i.unit for i in indicators)
    _check_references(platforms, indicators)
    if len({(c.tile_row, c.tile_column) for c in cities}) != len(cities):
        raise CatalogError("city.csv: two cities share a tile")
    for entries, name in ((platforms, "platform.csv"), (stages, "stage.csv"), (cities, "city.csv")):
        _unique_codes(entries, name)
    by_code = _unique_codes(indicators, "indicator.csv")
    targets = read_targets(_rows(folder, "target"), by_code, {p.code for p in platforms})
    index = {
        "code": by_code,
        "platforms": _index(platforms, _by_spelling, "platform.csv"),
        "stages": _index(stages, _by_spelling, "stage.csv"),
        "cities": _index(cities, _by_spelling, "city.csv"),
    }

    def by_platform_and_name(indicator: Indicator, spelling: str) -> tuple[str, str]:
        return indicator.platform, split_unit(spelling, units)[0]

    printed = {t: [i for i in indicators if i.table == t] for t in TABLES} | {
        level: [i for i in indicators if i.reaches(level)] for level in BELOW
    }
    index["tables"] = {
        t: _index(mine, by_platform_and_name, f"indicator.csv, table {t}")
        for t, mine in printed.items()
    }
    index["names"] = {t: {name for _, name in known} for t, known in index["tables"].items()}
    codes, goals = set(index["code"]), {t.code for t in targets}
    systems = read_systems(_rows(folder, "system"), {p.code for p in platforms}, codes, goals)
    return Catalog(
        platforms,
        indicators,
        stages,
        cities,
        areas,
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


@functools.cache
def catalog() -> Catalog:
    """The catalogue of this process: the folder that KPI_CATALOG names, else the project's own."""
    return load_catalog(pathlib.Path(os.environ.get("KPI_CATALOG") or FOLDER))
