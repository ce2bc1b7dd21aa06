"""Rules between the cells of one month.

They come from the catalogue's kinds; tolerances come from the decimals as printed.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from catalog import PROVINCE, Catalog
from ingest.forms.report import Key
from ingest.problems import Problem, problem
from ingest.rules.published_before import Past
from ingest.tables.rows import part_of_province
from warehouse.loads import Observation
from words.numbers import grouped

Month = dict[Key, Observation]


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold, with every observation it read."""

    problem: Problem
    operands: list[Observation]


def check_month(
    month: Month, past: Past, suspects: set[tuple[str, str]], catalog: Catalog
) -> list[Problem]:
    """Every rule on one month's observations.

    A rule with a blank operand says nothing, nor one that reads a cell already under suspicion.
    """
    rules = (
        _totals(month, past, catalog),
        _provinces(month, catalog),
        _subsets(month, catalog),
        _daily_averages(month, catalog),
    )
    broken = [b for rule in rules for b in rule]
    return [
        b.problem
        for b in broken
        if not suspects & {(o.source_sheet, o.source_cell) for o in b.operands}
    ]


def check_city_totals(
    totals: list[Observation], month: Month, catalog: Catalog
) -> Iterator[Problem]:
    """A row of sums over all cities or a region's is checked and not loaded. `totals`: what its
    cells print; their member is the province or the region's name."""
    for stated in totals:
        part = part_of_province(stated.member_code, catalog)
        cities = part[1] if part else catalog.cities
        keys = [(stated.indicator_code, c.code, stated.measure) for c in cities]
        rows = [month[key] for key in keys if key in month]
        if (
            stated.value is None
            or any(o.value is None for o in rows)
            or not catalog.indicator(stated.indicator_code).additive
        ):
            continue
        total = sum(o.value for o in rows)
        slack = half_unit(stated.decimals) + sum(half_unit(o.decimals) for o in rows)
        if abs(stated.value - total) > slack:
            label = catalog.indicator(stated.indicator_code).name
            yield _at(
                stated,
                "city-total-mismatch",
                label=label,
                where=f"{part[0]}小计" if part else "合计行",
                stated=stated.value,
                count=len(cities),
                sum=total,
            )


def half_unit(decimals: int) -> Decimal:
    """How far a number printed with these decimals may lie from the true one."""
    return Decimal(5).scaleb(-decimals - 1)


def _at(observation: Observation, code: str, **facts) -> Problem:
    return problem(code, observation.source_sheet, observation.source_cell, **facts)


def _where(observation: Observation) -> str:
    return f"{observation.source_sheet}!{observation.source_cell}"


def _totals(month: Month, past: Past, catalog: Catalog) -> Iterator[Broken]:
    stages = [s.code for s in catalog.stages if s.code != "total"]
    for indicator in catalog.indicators_of("project"):
        for measure in indicator.measures:
            total = month.get((indicator.code, "total", measure))
            parts = [
                o
                for s in stages
                if (o := month.get((indicator.code, s, measure))) and o.value is not None
            ]
            if total is None or total.value is None or len(parts) < len(stages):
                continue
            difference = total.value - sum(o.value for o in parts)
            if difference:
                label = indicator.name + ("变化" if measure == "monthly" else "")
                odd = _odd_one(total, parts, difference, past)
                yield Broken(
                    _at(
                        odd,
                        "total-mismatch",
                        label=label,
                        stated=grouped(total.value),
                        where=_where(total),
                        sum=grouped(sum(o.value for o in parts)),
                        diff=grouped(difference),
                    ),
                    [total, *parts],
                )


def _odd_one(
    total: Observation, parts: list[Observation], difference: Decimal, past: Past
) -> Observation:
    """The cell whose correction brings it nearer to last month than it is; the total itself where
    last month does not tell."""

    def gain(observation: Observation, corrected: Decimal) -> Decimal:
        then = past.before and past.before.values.get(
            (observation.indicator_code, observation.member_code, observation.measure)
        )
        if not then or not then.value:
            return Decimal(0)
        return (abs(observation.value - then.value) - abs(corrected - then.value)) / abs(then.value)

    gains = [(gain(o, o.value + difference), o) for o in parts] + [
        (gain(total, total.value - difference), total)
    ]
    best, odd = max(gains, key=lambda g: g[0])
    return odd if best > 0 else total


def _provinces(month: Month, catalog: Catalog) -> Iterator[Broken]:
    for indicator in catalog.indicators_of("city"):
        province = month.get((indicator.province_code, PROVINCE, "cumulative"))
        cities = [
            o
            for c in catalog.cities
            if (o := month.get((indicator.code, c.code, indicator.measures[0])))
            and o.value is not None
        ]
        if province is None or province.value is None or not cities:
            continue
        total = sum(o.value for o in cities)
        slack = half_unit(province.decimals) + sum(half_unit(o.decimals) for o in cities)
        if total > province.value + slack:
            largest = max(cities, key=lambda o: o.value)
            yield Broken(
                _at(
                    largest,
                    "cities-exceed-province",
                    label=indicator.name,
                    sum=grouped(total),
                    province=grouped(province.value),
                    other=_where(province),
                ),
                [province, *cities],
            )


def _subsets(month: Month, catalog: Catalog) -> Iterator[Broken]:
    """Cumulative values only: of one month's users more may activate than register (3.23 > 3.16 at
    2022-08)."""
    for part in catalog.indicators:
        small, large = (
            month.get((code, PROVINCE, "cumulative")) for code in (part.code, part.at_most)
        )
        if small is None or large is None or small.value is None or large.value is None:
            continue
        if small.value * part.scale > large.value * catalog.indicator(part.at_most).scale:
            yield Broken(
                _at(
                    small,
                    "subset-exceeds",
                    small=part.name,
                    found=small.token,
                    large=catalog.indicator(part.at_most).name,
                    limit=large.token,
                    other=_where(large),
                ),
                [small, large],
            )


def _daily_averages(month: Month, catalog: Catalog) -> Iterator[Broken]:
    """A daily average against the month's total ÷ days.

    The official report itself misses by up to 62 %, so these never block.
    """
    for daily in catalog.daily_averages:
        average = month.get((daily.code, PROVINCE, daily.measure))
        totals = [month.get((code, PROVINCE, "monthly")) for code in daily.totals]
        if (
            average is None
            or average.value is None
            or any(t is None or t.value is None for t in totals)
        ):
            continue
        days = calendar.monthrange(average.month.year, average.month.month)[1]
        scale = catalog.indicator(daily.code).scale
        expected = (
            sum(t.value * catalog.indicator(t.indicator_code).scale for t in totals) / days / scale
        )
        slack = (
            half_unit(average.decimals)
            + sum(half_unit(t.decimals) * catalog.indicator(t.indicator_code).scale for t in totals)
            / days
            / scale
        )
        if abs(expected - average.value) > slack:
            yield Broken(
                _at(
                    average,
                    "cross-check",
                    sentence=_daily_sentence(average, totals, expected, days, catalog),
                ),
                [average, *totals],
            )


def _daily_sentence(
    average: Observation, totals: list[Observation], expected: Decimal, days: int, catalog: Catalog
) -> str:
    indicator = catalog.indicator(average.indicator_code)
    parts = " + ".join(
        f"“{catalog.indicator(t.indicator_code).name}”当月 {t.token}（{_where(t)}）" for t in totals
    )
    shown = f"{expected:,.{indicator.decimals}f}"
    return (
        f"“{indicator.name}”为 {average.token}，而 {parts} ÷ {days} 天 = {shown}，两者不一致。"
        "照原数入库，请核对口径。"
    )
