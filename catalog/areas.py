"""The areas of the province as a tree: province, cities, counties (districts, 县, 县级市), towns
(街道, 镇, 乡).

A town may stand right below a city: 东莞 and 中山 have no counties.
"""

import difflib
import re
from collections import Counter
from dataclasses import dataclass, field

from catalog.errors import CatalogError
from catalog.names import fold

LEVELS = ("province", "city", "county", "town")
BELOW = ("county", "town")  # the levels of area.csv; city.csv holds the cities
_OFFICE = re.compile(r"街(?:道?办(?:事处)?)?$")  # 沙面街, 沙面街道办
_GOVERNMENT = re.compile(r"(?<=[市区县镇乡道])(?:人民)?政府$")
_NO_COUNTY = re.compile(r"[-—–/]{1,3}|无|市?直(?:管|属|辖)?(?:镇街?|镇街道)?")
_ENDING = re.compile(r"(?:[壮瑶]族){0,3}自治县$|街道$|[市区县镇乡]$")


@dataclass(frozen=True)
class Area:
    """One area: division code, name, level, the code of its parent ('' for the province), residents
    in 万人 (None where unknown)."""

    code: str
    name: str
    level: str
    parent: str
    population_10k: float | None


@dataclass(frozen=True)
class Areas:
    """Every area, each after its parent, in official order."""

    all: tuple[Area, ...]
    by_code: dict[str, Area] = field(repr=False, compare=False, default_factory=dict)
    _below: dict[str, set[str]] = field(repr=False, compare=False, default_factory=dict)
    _by_name: dict[tuple[str, str], Area] = field(repr=False, compare=False, default_factory=dict)

    @classmethod
    def of(cls, areas: list[Area]) -> "Areas":
        """Raises CatalogError where a code or a name under one parent is taken twice, or a parent
        is not an area of a higher level."""
        by_code: dict[str, Area] = {}
        by_name: dict[tuple[str, str], Area] = {}
        for area in areas:
            parent = by_code.get(area.parent)
            if area.parent and (
                parent is None or LEVELS.index(parent.level) >= LEVELS.index(area.level)
            ):
                raise CatalogError(
                    f"{area.code}: parent {area.parent!r} is not an area above it that stands "
                    "before it"
                )
            if by_code.setdefault(area.code, area) is not area:
                raise CatalogError(f"area.csv: two rows share the code {area.code}")
            if by_name.setdefault((area.parent, fold(area.name)), area) is not area:
                raise CatalogError(
                    f"area.csv: {area.code} and {by_name[area.parent, fold(area.name)].code} "
                    f"share the name {area.name!r} under one parent"
                )
        return cls(
            tuple(areas), by_code, _levels_below(areas, by_code), _short_names(areas) | by_name
        )

    def of_level(self, level: str) -> tuple[Area, ...]:
        return tuple(a for a in self.all if a.level == level)

    def full_name(self, code: str) -> str:
        """广州天河区: the name after those above it, the province left out."""
        return "".join(a.name for a in self.path(code)[1:])

    def levels_below(self, code: str) -> tuple[str, ...]:
        """The levels that have areas inside this one, the coarsest first: none below a town, no
        county below 东莞."""
        return tuple(level for level in LEVELS if level in self._below.get(code, ()))

    def find(self, parent: str, label: str) -> Area | None:
        """The child of `parent` that a label names; a city with or without 市, the others without
        their ending where one child alone is meant. The names above may stand before it, its
        office for it: 广州市荔湾区沙面街道办事处."""
        folded = fold(label)
        if known := self._by_name.get((parent, folded)):
            return known
        short = _OFFICE.sub("街道", _GOVERNMENT.sub("", folded)).removeprefix("广东省")
        spelt = [folded.removesuffix("市"), short]
        for above in self.path(parent)[1:]:
            spelt.append(spelt[-1].removeprefix(above.name).removeprefix("市"))
        spelt.append(spelt[-1].removesuffix("市"))
        return next((a for s in spelt if (a := self._by_name.get((parent, s)))), None)

    def says_no_county(self, city: Area, label: str | None) -> bool:
        """Whether a town names no county: blank, or the city, 市直 or — where there is none."""
        if label is None:
            return True
        said = fold(label)
        bare = _NO_COUNTY.fullmatch(said) or said.removesuffix("市") == fold(city.name)
        return bool(bare) and "county" not in self.levels_below(city.code)

    def closest(self, parent: str, label: str) -> str | None:
        """The name of the child of `parent` most like a label, for a hint; None if nothing is
        near."""
        near = difflib.get_close_matches(
            fold(label), [name for above, name in self._by_name if above == parent], n=1, cutoff=0.5
        )
        return self._by_name[parent, near[0]].name if near else None

    def path(self, code: str) -> tuple[Area, ...]:
        """The area and those above it, the province first."""
        area = self.by_code[code]
        return (*(self.path(area.parent) if area.parent else ()), area)


def _levels_below(areas: list[Area], by_code: dict[str, Area]) -> dict[str, set[str]]:
    below: dict[str, set[str]] = {}
    for area in areas:
        above = by_code.get(area.parent)
        while above:
            below.setdefault(above.code, set()).add(area.level)
            above = by_code.get(above.parent)
    return below


def _short_names(areas: list[Area]) -> dict[tuple[str, str], Area]:
    """荔湾 for 荔湾区, where no other child of the same parent reads so."""
    short = {
        area.code: (area.parent, _ENDING.sub("", fold(area.name)))
        for area in areas
        if area.level in BELOW
    }
    taken = Counter(short.values())
    return {
        key: area
        for area in areas
        if (key := short.get(area.code)) and len(key[1]) > 1 and taken[key] == 1
    }


def read_areas(
    rows: list[dict[str, str]], province: str, cities: list[tuple[str, str, float]]
) -> Areas:
    """The tree of area.csv below the cities (code, name, population_10k) of the province."""
    top = Area(province, "全省", "province", "", None)
    below: dict[str, list[Area]] = {}
    for row in rows:
        if row["level"] not in BELOW:
            raise CatalogError(
                f"{row['code']}: level is {row['level']!r}, expected one of {', '.join(BELOW)}"
            )
        population = float(row["population_10k"]) if row["population_10k"] else None
        below.setdefault(row["parent"], []).append(
            Area(row["code"], row["name"], row["level"], row["parent"], population)
        )
    found = [top]
    for code, name, population in cities:
        found += _with_descendants(Area(code, name, "city", province, population), below)
    if below:
        raise CatalogError(
            f"area.csv: {next(iter(below.values()))[0].code} has an unknown parent "
            f"{next(iter(below))!r}"
        )
    return Areas.of(found)


def _with_descendants(area: Area, below: dict[str, list[Area]]) -> list[Area]:
    return [
        area,
        *(a for child in below.pop(area.code, []) for a in _with_descendants(child, below)),
    ]
