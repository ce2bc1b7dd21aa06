"""The catalogue as it is asked: an entry by its code or by a label as somebody typed it."""

import difflib
import functools
import re
from dataclasses import dataclass, field

from catalog.areas import Areas
from catalog.entries import City, Indicator, Platform, Stage
from catalog.names import bare, fold, not_cumulative, split_unit
from catalog.rules import Annotation, DailyAverage, Rule
from catalog.systems import Clause, System
from catalog.targets import Target

# of a name that may be misspelt; ours have at most 16, and comparing a paragraph takes 1 ms
_LONGEST_LABEL = 60
_CITY_CODE = re.compile(r"\(?44[0-9]{4}\)?-?")


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

    @functools.cached_property
    def platform_names(self) -> dict[str, str]:
        """Code → name."""
        return {p.code: p.name for p in self.platforms}

    def rule(self, code: str) -> Rule:
        return next(r for r in self.rules if r.code == code)

    @property
    def tile_places(self) -> dict[str, tuple[str, int, int]]:
        """City code → name, row and column of its square in the tile map."""
        return {c.code: (c.name, c.tile_row, c.tile_column) for c in self.cities}

    def indicators_of(self, table: str) -> tuple[Indicator, ...]:
        """Those that a table prints; of a county's or town's table, those that reach down to it."""
        return tuple(i for i in self.indicators if i.stands_in(table))

    def indicator(self, code: str) -> Indicator:
        return self._index["code"][code]

    def find_platform(self, label: str) -> Platform | None:
        return self._named("platform", fold(label))

    def find_stage(self, label: str) -> Stage | None:
        return self._named("stage", fold(label))

    def find_city(self, label: str) -> City | None:
        """A number of six digits beside the name must be its own."""
        name = fold(label)
        code = _CITY_CODE.search(name)
        city = self._named("city", _CITY_CODE.sub("", name) if code else name)
        return None if city and code and code[0].strip("()-") != city.code else city

    def _named(self, kind: str, name: str):
        return self._index[kind].get(name) or self._index[f"loose {kind}"].get(bare(kind, name))

    @functools.cached_property
    def _systems(self) -> dict[str, System]:
        return {fold(name): s for s in self.systems for name in s.spellings}

    def find_system(self, label: str) -> System | None:
        """The system of this name or other name."""
        return self._systems.get(fold(label))

    def find_indicator(
        self, table: str, platform: str, label: str
    ) -> tuple[Indicator | None, str | None]:
        """(indicator, unit written in the label).

        The unit is returned so that the caller can compare it. The platform's name may stand before
        the indicator's, 累计 beside that of a stock.
        """
        indicator, unit = self._indicator(table, platform, label)
        if indicator is None and platform in self.platform_names:
            rest = fold(label).removeprefix(fold(self.platform_names[platform])).lstrip("-:/·")
            indicator, unit = self._indicator(table, platform, rest) if rest else (None, unit)
        if indicator is None and (stock := not_cumulative(label)) != fold(label):
            indicator, unit = self._indicator(table, platform, stock)
            indicator = indicator if indicator and indicator.kind == "stock" else None
        return indicator, unit

    def _indicator(
        self, table: str, platform: str, label: str
    ) -> tuple[Indicator | None, str | None]:
        """A bracket that looks like a unit may belong to the name, so the whole label is tried as
        well."""
        name, unit = split_unit(label, self.units)
        known, loose = self._index["tables"][table], self._index["loose tables"][table]
        found = known.get((platform, name)) or known.get((platform, fold(label)))
        return found or loose.get((platform, bare("indicator", name))), unit

    def names_indicator(self, table: str, label: str) -> bool:
        """Whether `label` is an indicator's name under any platform of this table."""
        names, loose = self._index["names"][table], self._index["loose names"][table]
        name = split_unit(label, self.units)[0]
        return name in names or fold(label) in names or bare("indicator", name) in loose

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
