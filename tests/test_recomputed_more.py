"""Scores, spread, project flows and targets, computed again from the workbooks alone as
docs/targets.md and the pages' own words say; tests/test_recomputed.py has the rest."""

import dataclasses
import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import pytest

from catalog import PROVINCE, catalog
from catalog.targets import Target
from tests.conftest import AUGUST, RAW
from tests.test_recomputed import MISSING, NEW_YEAR, Cells, base, before, made_up, read, same
from warehouse import queries

__all__ = ["made_up"]
CITIES = {c.code: c for c in catalog().cities}
STAGES = ["preparation", "procurement", "implementation", "acceptance", "accepted"]
Months = dict[dt.date, Cells]


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def compared(cells: Cells, i) -> dict[str, Decimal]:
    """City → what is compared: per 10,000 residents where cities add up."""
    known = {c: cells.get((i.code, c, i.measures[0])) for c in CITIES}
    return {
        c: v * i.scale / Decimal(repr(CITIES[c].population_10k)) if i.additive else v
        for c, v in known.items()
        if v is not None
    }


def positions(values: dict[str, Decimal]) -> dict[str, Decimal]:
    """0 (last) to 100 (first): the share of the others left behind, a tie counting half."""
    every = list(values.values())
    behind = {v: sum(o < v for o in every) + Decimal(every.count(v) - 1) / 2 for v in every}
    return {c: rounded(100 * behind[v] / (len(every) - 1), 2) for c, v in values.items()}


def wrong_scores(cells: Cells, month: dt.date) -> list:
    entries = catalog().indicators_of("city")
    weights = {i.code: n % 3 + 1 for n, i in enumerate(entries)}
    placed = {i.code: positions(compared(cells, i)) for i in entries}
    wrong, found = [], queries.city.city_scores(month, weights).set_index("city_code")
    for city in CITIES:
        mine = {code: p[city] for code, p in placed.items() if city in p}
        weight = sum(weights[code] for code in mine)
        enough = 2 * weight >= sum(weights.values())
        points = {code: weights[code] * p / weight for code, p in mine.items()}
        score = rounded(sum(points.values()), 1) if enough else None
        if not same(found.loc[city, "score"], score):
            wrong.append((city, found.loc[city, "score"], score))
        parts = queries.city.city_score_parts(month, city, weights).set_index("indicator_code")
        for code in weights:
            if not same(parts.loc[code, "points"], points.get(code)):
                wrong.append((city, code, parts.loc[code, "points"], points.get(code)))
        if not same(parts["points"].sum(), sum(points.values())):
            wrong.append((city, "the parts do not add up"))
    return wrong


def wrong_spread(cells: Cells, month: dt.date) -> list:
    wrong = []
    for r in queries.balance.balance(month).to_dict("records"):
        values = compared(cells, catalog().indicator(r["indicator_code"]))
        whole = len(values) == len(CITIES)
        mean = sum(values.values()) / len(values)
        spread = (sum((v - mean) ** 2 for v in values.values()) / len(values)).sqrt()
        variation = 100 * spread / mean if whole else None
        times = max(values.values()) / min(values.values()) if whole else None
        if not (same(r["variation"], variation) and same(r["max_to_min"], times)):
            wrong.append((r["indicator_code"], r["variation"], variation))
    return wrong


def wrong_flows(cells: Cells, month: dt.date) -> list:
    """Out of a stage = into the next; into a stage = out of it + its change."""
    change = {s: cells["project_count", s, "monthly"] for s in [*STAGES, "cancelled"]}
    stock = {s: cells["project_count", s, "cumulative"] for s in STAGES}
    wrong, into, found = [], Decimal(0), queries.projects.project_flows(month)
    rows = {r["stage_code"]: r for r in found.to_dict("records")}
    for stage in reversed(STAGES):
        out, into = into, into + change[stage]
        leaving = out + change["cancelled"] * (stage == "preparation")
        stays = (stock[stage] - change[stage] / 2) / leaving if leaving else None
        stays = None if stage == "accepted" else stays
        expected = (into + change["cancelled"] * (stage == "preparation"), out, stays)
        got = tuple(rows[stage][n] for n in ("inflow", "outflow", "months_in_stage"))
        if not all(same(g, e) for g, e in zip(got, expected, strict=True)):
            wrong.append((stage, got, expected))
    return wrong


def later(month: dt.date, count: int) -> dt.date:
    return before(month, -count)


def between(first: dt.date, last: dt.date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def size(unit: str) -> int:
    return {"万": 10_000, "亿": 100_000_000}.get(unit[:1], 1)


def reading(months: Months, t: Target, month: dt.date, derived: bool = False):
    """(value, complete, parts) of a target in a month, None where no workbook states it."""
    cells = months.get(month, {})
    if t.formed == "province":
        key = (t.indicator, PROVINCE, t.measure)
        value = base(months, month, key) if derived else cells.get(key)
        return None if value is None else (value, True, None)
    if t.formed in ("city_sum", "city_lowest"):
        known = [v for c in CITIES if (v := cells.get((t.indicator, c, t.measure))) is not None]
        if not known:
            return None
        value = sum(known) if t.formed == "city_sum" else min(known)
        return value, len(known) == len(CITIES), len(known)
    if t.formed == "new_in_year":
        key = (t.indicator, PROVINCE, t.measure)
        if month.year != t.plan_year or key not in cells:
            return None
        year = [dt.date(t.plan_year, m, 1) for m in range(1, month.month + 1)]
        new = [months[m][key] for m in year if key in months.get(m, {})]
        return sum(new), len(new) == month.month, len(new)
    whole = dataclasses.replace(t, formed="province")
    first = reading(months, whole, dt.date(t.plan_year - 1, 12, 1), True)
    now = reading(months, whole, month)
    return None if not (first and now) else (100 * (first[0] - now[0]) / first[0], True, None)


def pace_of(months: Months, t: Target, at: dt.date) -> Decimal | None:
    """The average change a month since December before the plan year, or the first figure after."""
    value, complete, parts = reading(months, t, at)
    if t.formed == "new_in_year":
        return value / parts
    since = dt.date(t.plan_year - 1, 12, 1) if at.year >= t.plan_year else later(at, -12)
    for month in (later(since, n) for n in range(between(since, at)) if complete):
        start = reading(months, t, month, True)
        if start and start[1]:
            return (value - start[0]) / between(month, at)
    return None


def expected_target(months: Months, t: Target, month: dt.date) -> dict:
    """docs/targets.md, for a data month before the due month."""
    i = catalog().indicator(t.indicator)
    goal = t.value if t.formed == "fall_in_year" else t.value * size(t.unit) / size(i.unit)
    at = max((m for m in months if m <= month and reading(months, t, m)), default=None)
    if month < dt.date(t.plan_year, 1, 1) or at is None:
        return {"reason": "no_data" if month.year >= t.plan_year else "not_begun"}
    value, complete, parts = reading(months, t, at)
    there = {">": value > goal, "≤": value <= goal}.get(t.operator, value >= goal)
    reached = there and (complete or t.formed != "city_lowest")
    toward, left = -1 if t.operator == "≤" else 1, between(at, t.due)
    gap, pace = None if reached else toward * (goal - value), pace_of(months, t, at)
    needed = None if reached or left <= 0 else gap / left
    said = {"actual": value, "pace": pace, "gap": gap, "needed_pace": needed}
    short = not complete or (parts or 0) < month.month * (t.formed == "new_in_year")
    if at.year < t.plan_year or reached:
        return said | {"reason": "stale" if at.year < t.plan_year else "reached"}
    return said | {"reason": judged(toward, pace, left, gap, short, t.operator == ">")}


def judged(toward: int, pace, left: int, gap: Decimal, short: bool, strictly: bool) -> str:
    if pace is None:
        return "no_pace"
    ahead = toward * pace * left
    if ahead > gap or (ahead == gap and not strictly):
        return "on_pace"
    if short:
        return "lower_bound"
    return "nearly" if ahead > 0 and ahead >= Decimal("0.8") * gap else "behind"


def wrong_targets(months: Months, month: dt.date, plan: int) -> tuple[list, int]:
    """What differs, and how many targets were compared."""
    rows = queries.targets.targets(month, [plan]).set_index("code")
    wrong, compared = [], 0
    for t in catalog().targets:
        if t.plan_year != plan or not t.indicator or month >= t.due.replace(day=1):
            continue
        compared += 1
        expected, got = expected_target(months, t, month), rows.loc[t.code]
        numbers = [n for n in expected if n != "reason"]
        if got["reason"] != expected["reason"] or not all(
            same(got[n], expected[n], 6) for n in numbers
        ):
            wrong.append((t.code, expected, {n: got[n] for n in expected}))
    return wrong, compared


@pytest.mark.parametrize("month", [MISSING, NEW_YEAR])
def test_scores_spread_and_flows_of_simulated_months(
    made_up, month, monkeypatch, simulated_warehouse
):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    cells = made_up[month]
    assert wrong_scores(cells, month) == []
    assert wrong_spread(cells, month) == []
    assert wrong_flows(cells, month) == []


@pytest.mark.parametrize("month", [dt.date(2023, 1, 1), dt.date(2023, 7, 1), dt.date(2023, 11, 1)])
def test_targets_of_simulated_months(made_up, month, monkeypatch, simulated_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    wrong, compared = wrong_targets(made_up, month, 2023)
    assert (wrong, compared) == ([], 2)


def test_the_real_month(monkeypatch, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    cells = read(RAW / "2022-08.xlsx")
    assert wrong_scores(cells, AUGUST) == []
    assert wrong_spread(cells, AUGUST) == []
    assert wrong_flows(cells, AUGUST) == []
    wrong, compared = wrong_targets({AUGUST: cells}, AUGUST, 2022)
    assert (wrong, compared) == ([], 3)
