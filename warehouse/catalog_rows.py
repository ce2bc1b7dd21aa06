"""The rows of the catalogue's tables, as a warehouse holds them."""

from collections.abc import Callable
from dataclasses import asdict

from catalog import REGIONS, Catalog, Clause, System, Target
from words.names import measure_name


def _target_row(target: Target) -> dict:
    """A target's columns; what it leaves open is NULL."""
    row = {name: None if value == "" else value for name, value in asdict(target).items()}
    return row | {"platform_code": row.pop("platform"), "indicator_code": row.pop("indicator")}


def _listed(entry: System | Clause) -> dict:
    """An entry's columns, its lists as lists."""
    return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(entry).items()}


ROWS: dict[str, Callable[[Catalog], list[dict]]] = {
    "platform": lambda catalog: [{"code": p.code, "name": p.name} for p in catalog.platforms],
    "stage": lambda catalog: [
        {"code": s.code, "name": s.name, "definition": s.definition} for s in catalog.stages
    ],
    "city": lambda catalog: [
        {
            "code": c.code,
            "name": c.name,
            "region": c.region,
            "region_position": REGIONS.index(c.region) + 1,
            "population_10k": c.population_10k,
        }
        for c in catalog.cities
    ],
    "area": lambda catalog: [
        {
            "code": a.code,
            "name": a.name,
            "level": a.level,
            "parent_code": a.parent or None,
            "inside": [p.code for p in catalog.areas.path(a.code)[:-1]],
            "population_10k": a.population_10k,
        }
        for a in catalog.areas.all
    ],
    "indicator": lambda catalog: [
        {
            "code": i.code,
            "table_name": i.table,
            "platform_code": i.platform,
            "name": i.name,
            "unit": i.unit,
            "decimals": i.decimals,
            "kind": i.kind,
            "measures": list(i.measures),
            "monthly": i.monthly or None,
            "monthly_name": measure_name("monthly", i.monthly),
            "monthly_printed": i.monthly_printed,
            "additive": i.additive,
            "better": i.better,
            "headline": i.headline,
            "province_code": i.province_code or None,
            "at_most": i.at_most or None,
            "down_to": i.down_to or None,
            "scale": i.scale,
            "since": i.since,
            "until": i.until,
            "definition": i.definition,
        }
        for i in catalog.indicators
    ],
    "rule": lambda catalog: [asdict(r) for r in catalog.rules],
    "daily_average": lambda catalog: [
        {"code": d.code, "measure": d.measure, "totals": list(d.totals)}
        for d in catalog.daily_averages
    ],
    "catalog_annotation": lambda catalog: [
        {
            "code": a.code,
            "month": a.month,
            "until": a.until,
            "indicator_code": a.indicator,
            "member_code": a.city or None,
            "author": a.author,
            "written_on": a.written_on,
            "text": a.text,
        }
        for a in catalog.annotations
    ],
    "target": lambda catalog: [_target_row(t) for t in catalog.targets],
    "system": lambda catalog: [_listed(s) for s in catalog.systems],
    "clause": lambda catalog: [_listed(c) for c in catalog.clauses],
}
