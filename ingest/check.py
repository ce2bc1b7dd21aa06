"""Rules between the cells of one month. They come from the catalogue's kinds; tolerances come from the decimals as printed."""

import calendar
from collections.abc import Iterator
from decimal import Decimal

from catalog import PROVINCE, Catalog
from ingest.layout import Key
from ingest.problems import Problem, problem
from warehouse.publisher import Observation

# A daily average against the month's total ÷ days. The official report itself misses by up to 62 %, so these never block.
_DAILY = (
    ("citizen_daily_transactions", "cumulative", ("citizen_queries", "citizen_applications")),
    ("kiosk_daily_visits", "monthly", ("kiosk_visits",)),
    ("kiosk_daily_visitors", "monthly", ("kiosk_visitors",)),
)

Month = dict[Key, Observation]


def check_month(month: Month, catalog: Catalog) -> list[Problem]:
    """Every rule on one month's observations, keyed by indicator, member and measure. A rule with a blank operand says nothing."""
    return [*_totals(month, catalog), *_provinces(month, catalog), *_subsets(month, catalog), *_daily_averages(month, catalog)]


def _value(month: Month, indicator: str, member: str = PROVINCE, measure: str = "cumulative") -> Decimal | None:
    observation = month.get((indicator, member, measure))
    return observation.value if observation else None


def _at(observation: Observation, code: str, **facts) -> Problem:
    return problem(code, observation.source_sheet, observation.source_cell, **facts)


def _where(observation: Observation) -> str:
    return f"{observation.source_sheet}!{observation.source_cell}"


def _shown(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def half_unit(decimals: int) -> Decimal:
    """How far a number printed with these decimals may lie from the true one."""
    return Decimal(5).scaleb(-decimals - 1)


def _totals(month: Month, catalog: Catalog) -> Iterator[Problem]:
    stages = [s.code for s in catalog.stages if s.code != "total"]
    for indicator in catalog.indicators_of("project"):
        for measure in indicator.measures:
            stated = month.get((indicator.code, "total", measure))
            parts = [_value(month, indicator.code, s, measure) for s in stages]
            if stated is None or stated.value is None or None in parts or sum(parts) == stated.value:
                continue
            label = indicator.name + ("变化" if measure == "monthly" else "")
            yield _at(stated, "total-mismatch", label=label, stated=_shown(stated.value), sum=_shown(sum(parts)),
                      diff=_shown(stated.value - sum(parts)))  # fmt: skip


def _provinces(month: Month, catalog: Catalog) -> Iterator[Problem]:
    for indicator in catalog.indicators_of("city"):
        province = month.get((indicator.province_code, PROVINCE, "cumulative"))
        cities = [o for c in catalog.cities if (o := month.get((indicator.code, c.code, indicator.measures[0]))) and o.value is not None]
        if province is None or province.value is None or not cities:
            continue
        total = sum(o.value for o in cities)
        slack = half_unit(province.decimals) + sum(half_unit(o.decimals) for o in cities)
        if total > province.value + slack:
            yield _at(cities[0], "cities-exceed-province", label=indicator.name, sum=_shown(total), province=_shown(province.value),
                      other=_where(province))  # fmt: skip


def _subsets(month: Month, catalog: Catalog) -> Iterator[Problem]:
    """Cumulative values only: of one month's users more may activate than register (3.23 > 3.16 at 2022-08)."""
    for part in catalog.indicators:
        small, large = (month.get((code, PROVINCE, "cumulative")) for code in (part.code, part.at_most))
        if small is None or large is None or small.value is None or large.value is None:
            continue
        if small.value * _scale(catalog, part.code) > large.value * _scale(catalog, part.at_most):
            yield _at(small, "subset-exceeds", small=part.name, found=small.token, large=catalog.indicator(part.at_most).name,
                      limit=large.token, other=_where(large))  # fmt: skip


def _daily_averages(month: Month, catalog: Catalog) -> Iterator[Problem]:
    for average_code, measure, total_codes in _DAILY:
        average = month.get((average_code, PROVINCE, measure))
        totals = [month.get((code, PROVINCE, "monthly")) for code in total_codes]
        if average is None or average.value is None or any(t is None or t.value is None for t in totals):
            continue
        days = calendar.monthrange(average.month.year, average.month.month)[1]
        scale = _scale(catalog, average_code)
        expected = sum(t.value * _scale(catalog, t.indicator_code) for t in totals) / days / scale
        slack = half_unit(average.decimals) + sum(half_unit(t.decimals) * _scale(catalog, t.indicator_code) for t in totals) / days / scale
        if abs(expected - average.value) > slack:
            yield _at(average, "cross-check", sentence=_daily_sentence(average, totals, expected, days, catalog))


def _daily_sentence(average: Observation, totals: list[Observation], expected: Decimal, days: int, catalog: Catalog) -> str:
    indicator = catalog.indicator(average.indicator_code)
    parts = " + ".join(f"“{catalog.indicator(t.indicator_code).name}”当月 {t.token}（{_where(t)}）" for t in totals)
    shown = f"{expected:,.{indicator.decimals}f}"
    return f"“{indicator.name}”为 {average.token}，而 {parts} ÷ {days} 天 = {shown}，两者不一致。照原数入库，请核对口径。"


def _scale(catalog: Catalog, code: str) -> int:
    unit = catalog.indicator(code).unit
    return 10**4 if unit.startswith("万") else 10**8 if unit.startswith("亿") else 1
