"""What the report names: platforms, stages, cities, indicators; and the codes they may carry."""

import datetime as dt
from dataclasses import dataclass

from catalog.areas import BELOW

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
REGION_CODES = {"prd": "珠三角", "east": "粤东", "west": "粤西", "north": "粤北"}  # for addresses
REGIONS = tuple(REGION_CODES.values())
PROVINCE = "440000"


@dataclass(frozen=True)
class Named:
    """One entry of the catalogue: a code that never changes, the name on screen, the label as
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

    def stands_in(self, table: str) -> bool:
        """Whether a table prints it; a county's or town's prints what reaches down to it."""
        return self.reaches(table) if table in BELOW else self.table == table

    def expected_in(self, month: dt.date) -> bool:
        return (self.since is None or self.since <= month) and (
            self.until is None or month <= self.until
        )
