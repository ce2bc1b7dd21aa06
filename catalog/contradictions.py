"""What one entry of the catalogue may not say beside another, and the names they are found by."""

import functools

from catalog.areas import BELOW
from catalog.entries import TABLES, Indicator, Named
from catalog.errors import CatalogError
from catalog.names import bare, fold, split_unit


def check_entries(platforms, stages, cities, indicators) -> None:
    """Raises CatalogError on the first contradiction."""
    _check_references(platforms, indicators)
    if len({(c.tile_row, c.tile_column) for c in cities}) != len(cities):
        raise CatalogError("city.csv: two cities share a tile")
    named = {"platform": platforms, "stage": stages, "city": cities, "indicator": indicators}
    for name, entries in named.items():
        if len({e.code for e in entries}) != len(entries):
            raise CatalogError(f"{name}.csv: two rows share a code")


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


def indexed(platforms, stages, cities, indicators, units: frozenset[str]) -> dict:
    """Entries by code, by folded spelling, and indicators by table, platform and name."""

    def by_platform_and_name(indicator: Indicator, spelling: str) -> tuple[str, str]:
        return indicator.platform, split_unit(spelling, units)[0]

    tables = {
        t: _index(
            [i for i in indicators if i.stands_in(t)],
            by_platform_and_name,
            f"indicator.csv, table {t}",
        )
        for t in (*TABLES, *BELOW)
    }
    named = {
        "platform": _index(platforms, _by_spelling, "platform.csv"),
        "stage": _index(stages, _by_spelling, "stage.csv"),
        "city": _index(cities, _by_spelling, "city.csv"),
    }
    loose = {
        t: _loose(known, lambda key: (key[0], bare("indicator", key[1])))
        for t, known in tables.items()
    }
    return {
        "code": {i.code: i for i in indicators},
        "tables": tables,
        "loose tables": loose,
        "names": {t: {name for _, name in known} for t, known in tables.items()},
        "loose names": {t: {name for _, name in known} for t, known in loose.items()},
        **named,
        **{
            f"loose {kind}": _loose(known, functools.partial(bare, kind))
            for kind, known in named.items()
        },
    }


def _loose(index: dict, key) -> dict:
    """Entries by what is left of their names without words that say nothing: those that no other
    could be meant by."""
    found: dict = {}
    for name, entry in index.items():
        found.setdefault(key(name), set()).add(entry)
    return {name: next(iter(entries)) for name, entries in found.items() if len(entries) == 1}


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
