"""A total row of the cities: checked against them, and not loaded."""

from collections.abc import Iterator

from catalog import Catalog
from ingest.cover import Key
from ingest.problems import Problem, problem
from ingest.tables.rows import part_of_province
from warehouse.loads import Observation


def check_city_totals(
    totals: list[Observation], month: dict[Key, Observation], catalog: Catalog
) -> Iterator[Problem]:
    """A row of sums over all cities or a region's is checked and not loaded. `totals`: what its
    cells print; their member is the province or the region's name."""
    for stated in totals:
        indicator = catalog.indicator(stated.indicator_code)
        part = part_of_province(stated.member_code, catalog)
        cities = part[1] if part else catalog.cities
        keys = [(indicator.code, c.code, stated.measure) for c in cities]
        rows = [month[k] for k in keys if k in month]
        if not indicator.additive or any(o.value is None for o in (stated, *rows)):
            continue
        total = sum(o.number for o in rows)
        slack = sum(o.half_unit for o in (stated, *rows))
        if abs(stated.number - total) > slack:
            yield problem(
                "city-total-mismatch",
                stated.source_sheet,
                stated.source_cell,
                [(o.source_sheet, o.source_cell) for o in rows],
                label=indicator.name,
                where=f"{part[0]}小计" if part else "合计行",
                stated=stated.value,
                count=len(cities),
                sum=total,
            )
