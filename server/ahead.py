"""What readers ask, asked before them: all that is answered for every month, indicator and city at
once, so that a choice of one is a look-up, and the histories that pages open with."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from catalog import catalog
from catalog.opening import DEFAULT_WEIGHT, opening_indicators
from warehouse import queries
from warehouse.reader import answering_all
from words.clock import beijing_today, opening_month

_OF_ALL = (
    queries.common.warehouse_state,
    queries.common.loads,
    queries.common.revised_cells,
    queries.common.indicators_with_data,
    queries.common.figure_months,
    queries.targets.target_months,
    queries.targets.progress_reports,
    queries.systems.clause_targets,
    queries.dictionary.dictionary,
    queries.balance.residents,
    queries.areas.area_months,
    queries.quality.remainder_history,
    queries.quality.coverage_map,
    queries.history.seals,
    partial(queries.common.annotations, []),
    lambda: queries.quality.freshness(beijing_today()),
)


def questions() -> Iterator[Callable[[], object]]:
    """Each answers from what is published when it is called; the answer stays in memory. On 36
    months 69, 0.9 to 1.6 s of processor time."""
    yield from _OF_ALL
    yield from (partial(queries.history.load_changes, newest) for newest in _newest_load())
    months = queries.common.months()
    if months.empty:
        return
    text = opening_month(months["month_text"].tolist(), months["complete"])
    day = months.loc[months["month_text"] == text, "month"].iloc[0].date()
    cities = [i.code for i in catalog().indicators_of("city")]
    one = catalog().cities[0].code
    yield from (partial(_answer_all, ask) for ask in _of_every_month(day, cities, one))
    yield from (partial(_answer_all, ask) for ask in _of_every_figure(day, cities[0], one))
    yield partial(queries.trends.trend_targets, [], "cumulative", day, day)
    yield from (partial(queries.overview.headline_history, day), _trends)
    for indicator in cities:
        yield partial(queries.cities.rank_history, day, indicator, "value")
        yield partial(queries.balance.balance_history, day, indicator)


def _answer_all(ask: Callable[[], object]) -> None:
    with answering_all():
        ask()


def _newest_load() -> list[int]:
    return queries.common.loads()["load_id"].head(1).tolist()


def _of_every_month(
    day: dt.date, indicators: list[str], city: str
) -> Iterator[Callable[[], object]]:
    """One choice of each, answered with all the others."""
    whole, cities = queries.overview, queries.cities
    for of_month in (
        whole.headlines,
        whole.attention,
        whole.key_points,
        whole.city_leaders,
        whole.missing,
        whole.platform_table,
        queries.projects.project_stages,
        queries.projects.project_flows,
        queries.projects.project_checks,
        queries.balance.balance,
        queries.city.city_positions,
        queries.quality.rule_summary,
        queries.quality.outliers,
        queries.quality.outlier_history,
        queries.quality.derived_differences,
        queries.systems.systems,
    ):
        yield partial(of_month, day)
    for of_indicator in (
        cities.city_remainder,
        cities.region_totals,
        cities.region_medians,
        cities.city_progress,
        queries.common.unreported_cities,
    ):
        yield partial(of_indicator, day, indicators[0])
    yield from (partial(cities.city_ranking, day, indicators[0], s) for s in ("value", "per_10k"))
    yield from (partial(cities.contributions, day, indicators[0], s) for s in ("month", "year"))
    yield partial(queries.city.city_profile, day, city)
    weights = dict.fromkeys(indicators, DEFAULT_WEIGHT)
    yield partial(queries.city.city_scores, day, weights)
    yield partial(queries.city.city_score_parts, day, city, weights)
    yield from (partial(ask, day, []) for ask in (queries.targets.targets, queries.targets.ledger))


def _of_every_figure(day: dt.date, indicator: str, city: str) -> Iterator[Callable[[], object]]:
    yield partial(queries.source.figure_places, indicator)
    for of_figure in (queries.source.figure_at, queries.source.figure_history):
        yield partial(of_figure, day, indicator, city, "cumulative")


def _trends() -> None:
    known = queries.common.indicators_with_data()["indicator_code"]
    queries.trends.trend(opening_indicators(known.tolist()), "cumulative", [])
