"""What the first readers of a publication ask, asked before them: 总览, 地市排名 and 均衡 of the
month they open with, by every indicator, and 趋势 as it opens."""

from collections.abc import Callable, Iterator
from functools import partial

from catalog import catalog
from catalog.opening import opening_indicators
from warehouse import queries
from words.clock import opening_month


def questions() -> Iterator[Callable[[], object]]:
    """Each answers from what is published when it is called; the answer stays in memory. On 36
    months 87, 0.5 s of processor time."""
    ask = queries.common
    yield from (ask.warehouse_state, ask.loads, ask.revised_cells, ask.indicators_with_data)
    months = ask.months()
    if months.empty:
        return
    text = opening_month(months["month_text"].tolist(), months["complete"])
    day = months.loc[months["month_text"] == text, "month"].iloc[0].date()
    whole = queries.overview
    for of_month in (
        whole.headlines,
        whole.headline_history,
        whole.attention,
        whole.key_points,
        whole.city_leaders,
        whole.missing,
        whole.platform_table,
        queries.projects.project_stages,
        queries.balance.balance,
    ):
        yield partial(of_month, day)
    yield from (queries.balance.residents, _trends)
    for indicator in catalog().indicators_of("city"):
        yield from _of_indicator(day, indicator.code)


def _of_indicator(day, indicator: str) -> Iterator[Callable[[], object]]:
    cities = queries.cities
    yield partial(cities.rank_history, day, indicator, "value")
    yield partial(cities.contributions, day, indicator, "month")
    for of_indicator in (
        cities.city_ranking,
        cities.city_remainder,
        cities.region_totals,
        cities.region_medians,
        cities.city_progress,
        queries.common.unreported_cities,
        queries.balance.balance_history,
    ):
        yield partial(of_indicator, day, indicator)


def _trends() -> None:
    known = queries.common.indicators_with_data()["indicator_code"]
    indicators = opening_indicators(known.tolist())
    months = queries.trends.trend(indicators, "cumulative", [])["month"]
    queries.common.annotations(indicators)
    if not months.empty:
        first, last = months.min().date(), months.max().date()
        queries.trends.trend_targets(indicators, "cumulative", first, last)
