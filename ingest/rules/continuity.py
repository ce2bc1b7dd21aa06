"""Rules between a month and the published months before it.

What they find is suspicious, not impossible: it is published with a reason.
"""

from collections.abc import Iterator
from decimal import Decimal

from catalog import PROVINCE, Catalog, Indicator
from ingest.forms.report import Key
from ingest.problems import Problem, problem
from ingest.rules.compared import Pair
from ingest.rules.misplaced import find_misplaced
from ingest.rules.published_before import Known, Live, Past
from ingest.tables.numeral import scale_of
from warehouse.loads import Observation
from words.names import TABLE_SHEETS
from words.numbers import grouped

Month = dict[Key, Observation]

# What one month may do to a level without a word: 0.62 lies above the 0.5 that a lost leading 1
# leaves, 1.6 below the 2 of a doubled figure.
_LEAST, _MOST = Decimal("0.62"), Decimal("1.6")
_MOST_GROWTH = Decimal("1.5")  # of a 累计; at 2022-08 the youngest service grew by 57 %
_MOST_POINTS = 15  # of a rate, in 百分点
_SLIPS = tuple(Decimal(10) ** k for k in (-8, -4, -3, -2, -1, 1, 2, 3, 4, 8))
COPIED, FEWEST_TO_COMPARE = 0.9, 12


def check_continuity(
    month: Month, past: Past, catalog: Catalog
) -> tuple[list[Problem], set[tuple[str, str]]]:
    """Every rule against the newest complete month before; nothing where there is none.

    Also (sheet, cell) of all that the problems explain.
    """
    if past.before is None:
        return [], set()
    pairs = [
        Pair(catalog.indicator(key[0]), now, then)
        for key, now in month.items()
        if (then := past.before.values.get(key)) is not None
    ]
    copied = list(_copies(pairs, past.before))
    if copied:
        return copied, set()  # one cause: every other rule would repeat it
    elsewhere = find_misplaced(pairs, _month(past.before), catalog)
    problems = [*_blanks(pairs, past.before, catalog), *elsewhere.problems]
    taken = {(p.sheet, p.cell) for p in problems} | elsewhere.cells
    growth = list(_growth(month, past, catalog)) if past.follows else []
    levels = [p for pair in pairs if (p := level_problem(pair, past)) is not None]
    for found in (*_slips_first(growth, levels),):
        if (found.sheet, found.cell) not in taken:
            taken.add((found.sheet, found.cell))
            problems.append(found)
    return problems, elsewhere.cells


def _slips_first(growth: list[Problem], levels: list[Problem]) -> list[Problem]:
    """A unit slip explains a broken sum; a broken sum says more than a fall or a jump."""
    slips = [p for p in levels if p.code == "unit-slip"]
    slipped = {(p.sheet, p.cell) for p in slips}
    growth = [
        p for p in growth if not any(f"{sheet}!{cell}" in p.message for sheet, cell in slipped)
    ]
    broken = {(p.sheet, p.cell) for p in growth} | {
        (p.sheet, other) for p in growth for other in _others(p)
    }
    return (
        slips
        + growth
        + [p for p in levels if p.code != "unit-slip" and (p.sheet, p.cell) not in broken]
    )


def _others(found: Problem) -> list[str]:
    """The other cell that a broken sum names, in the same sheet."""
    return [part.split("）")[0] for part in found.message.split(f"{found.sheet}!")[1:]]


def _month(live: Live) -> str:
    return f"{live.month:%Y-%m}"


# whole tables


def _copies(pairs: list[Pair], before: Live) -> Iterator[Problem]:
    """A table whose figures are nearly all last month's: last month's file under a new title."""
    for table, title in TABLE_SHEETS.items():
        mine = [
            p
            for p in pairs
            if p.indicator.table == table and p.now.value is not None and p.then.value is not None
        ]
        same = [p for p in mine if p.now.value == p.then.value]
        if len(mine) >= FEWEST_TO_COMPARE and len(same) >= COPIED * len(mine):
            first = mine[0].now
            yield problem(
                "copy-of-previous",
                first.source_sheet,
                first.source_cell,
                table=title,
                same=len(same),
                total=len(mine),
                before=_month(before),
            )


def _blanks(pairs: list[Pair], before: Live, catalog: Catalog) -> Iterator[Problem]:
    silent = {c.code: c.name for c in catalog.cities}
    for pair in pairs:
        if pair.now.value is not None:
            silent.pop(pair.now.member_code, None)
    for code, name in silent.items():
        row = [p for p in pairs if p.now.member_code == code]
        if any(p.then.value is not None for p in row):
            yield problem(
                "city-not-reported",
                row[0].now.source_sheet,
                row[0].now.source_cell,
                city=name,
                before=_month(before),
            )
    for pair in (p for p in pairs if p.now.member_code not in silent):
        if pair.now.value is None and pair.then.value is not None:
            yield pair.say("value-missing", then=pair.then.token, before=_month(before))
        elif pair.now.value is not None and pair.then.value is None:
            yield pair.say("value-unexpected", before=_month(before))


# single figures


def level_problem(pair: Pair, past: Past) -> Problem | None:
    """A figure against the same figure before, by its kind.

    After a gap of months only a slip or a fall says anything.
    """
    now, then = pair.now, pair.then
    if now.value is None or then.value is None:
        return None
    facts = {"then": then.token, "before": _month(past.before)}
    if pair.indicator.kind == "rate":
        return (
            pair.say("jump", **facts)
            if past.follows and abs(now.value - then.value) > _MOST_POINTS
            else None
        )
    grows = pair.indicator.kind == "stock" and now.measure == "monthly"
    if grows or then.value <= 0:  # 当月 of a stock swings freely; the sum with 累计 checks it
        return None
    slip = next((s for s in _SLIPS if abs(pair.ratio / s - 1) < Decimal("0.12")), None)
    if slip is not None and past.follows:
        return pair.say("unit-slip", ratio=format(slip.normalize(), "f"), **facts)
    if pair.indicator.kind == "stock":
        return _stock(pair, past, facts)
    return pair.say("jump", **facts) if past.follows and not _LEAST <= pair.ratio <= _MOST else None


def _stock(pair: Pair, past: Past, facts: dict) -> Problem | None:
    if (
        pair.now.value < pair.then.value and pair.indicator.table != "project"
    ):  # projects leave a stage for the next one
        return pair.say("cumulative-decreased", **facts)
    if not past.follows or (
        pair.indicator.table == "project" and pair.indicator.code == "project_count"
    ):
        return None
    too_much = pair.ratio > _MOST_GROWTH or pair.ratio < 1 / _MOST_GROWTH
    return pair.say("jump", **facts) if too_much else None


def _growth(month: Month, past: Past, catalog: Catalog) -> Iterator[Problem]:
    """累计 must be last month's 累计 plus 当月, within what rounding can do.

    The cell named first is the one that fits its past less.
    """
    for (code, member, measure), total in month.items():
        indicator = catalog.indicator(code)
        new, then = (
            month.get((code, member, "monthly")),
            past.before.values.get((code, member, "cumulative")),
        )
        if (
            measure != "cumulative"
            or indicator.kind != "stock"
            or new is None
            or None in (total.value, new.value)
            or then is None
            or then.value is None
        ):
            continue
        expected = then.value + new.value
        counted = indicator.decimals == 0 and not scale_of(
            indicator.unit
        )  # whole things are printed as counted, not rounded
        slack = (
            0
            if counted
            else sum(
                Decimal(5).scaleb(-d - 1) for d in (total.decimals, new.decimals, then.decimals)
            )
        )
        if abs(total.value - expected) > slack:
            yield _growth_problem(indicator, total, new, then, past.before)


def _growth_problem(
    indicator: Indicator, total: Observation, new: Observation, then: Known, before: Live
) -> Problem:
    usual = before.values.get((indicator.code, total.member_code, "monthly"))
    grown = total.value - then.value
    blamed, other = (
        (new, total)
        if _blames_new(grown, new.value, usual.value if usual else None)
        else (total, new)
    )
    return problem(
        "growth-mismatch",
        blamed.source_sheet,
        blamed.source_cell,
        label=indicator.name,
        total=total.token,
        new=new.token,
        then=then.token,
        grown=grouped(grown),
        difference=grouped(grown - new.value),
        before=_month(before),
        other=f"{other.source_sheet}!{other.source_cell}",
    )


def _blames_new(grown: Decimal, new: Decimal, usual: Decimal | None) -> bool:
    """Whether the printed 当月 is further from last month's 当月 than the growth of 累计 is: then
    当月 is the odd one."""
    if usual is None:
        return False
    return abs(grown - usual) < abs(new - usual)


def check_remainder(month: Month, past: Past, catalog: Catalog) -> Iterator[Problem]:
    """The share of the province that no city holds hardly changes within a month."""
    if not past.follows:
        return
    most = catalog.rule("province-gap-changed").threshold
    for indicator in catalog.indicators_of("city"):
        measure = indicator.measures[0]
        now = _remainder({k: o.value for k, o in month.items()}, indicator, measure, catalog)
        then = _remainder(
            {k: o.value for k, o in past.before.values.items()}, indicator, measure, catalog
        )
        if now is not None and then is not None and abs(now - then) > most:
            place = month[indicator.province_code, PROVINCE, "cumulative"]
            yield problem(
                "province-gap-changed",
                place.source_sheet,
                place.source_cell,
                label=indicator.name,
                now=f"{now:.1f}",
                then=f"{then:.1f}",
                before=_month(past.before),
            )


def _remainder(
    values: dict[Key, Decimal | None], indicator: Indicator, measure: str, catalog: Catalog
) -> Decimal | None:
    province = values.get((indicator.province_code, PROVINCE, "cumulative"))
    cities = [values.get((indicator.code, c.code, measure)) for c in catalog.cities]
    if not province or None in cities:
        return None
    return 100 * (province - sum(cities)) / province
