"""Which of the cells that a broken rule read is to blame, and how that is said."""

import calendar
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from ingest.problems import Place
from ingest.rules.beside import Beside
from ingest.rules.month import Finding, Month, place, where
from warehouse.loads import Observation
from words.names import measure_name

Cells = list[Observation]
_LIKELY, _ANY = "差额最可能出在此格", "仅凭本表看不出错在合计还是哪一阶段"


def broken_rules(beside: Beside, month: Month, suspects: set[Place]) -> list[Finding]:
    """Every rule of the month that does not hold. `suspects`: cells that other findings blame."""
    found: list[Finding] = []
    blamed = set(suspects)
    rows = [r for r in beside.ask("broken_rule") if r["month"] == month.published.month]
    reads = Counter(tuple(cell) for row in rows for cell in row["cells"])
    disputed = {cell for cell, count in reads.items() if count > 1}
    for row in sorted(rows, key=_telling):
        cells = [month.at[tuple(c)] for c in row["cells"]]
        made = _SAID[row["rule_code"]](month, row | {"disputed": disputed}, cells, blamed)
        found.append(made)
        blamed |= {made.problem.place} if made.fixes else set()
    return found


def _telling(row: dict) -> tuple[int, bool]:
    """What reads fewer cells knows better which is wrong, and may be the suspect of the others."""
    return len(row["cells"]), row["rule_code"] != "growth-mismatch"


def _suspect(cells: Cells, suspects: set[Place]) -> Observation | None:
    return next((c for c in cells if place(c) in suspects), None)


def _rest(cells: Cells, blamed: Observation) -> Cells:
    return [c for c in cells if c is not blamed]


def _made(month: Month, row: dict, blamed: Observation, cells: Cells, fix=None, **facts) -> Finding:
    return month.finding(
        (row["subject"],), row["rule_code"], blamed, _rest(cells, blamed), fix, **facts
    )


def _total(month: Month, row: dict, cells: Cells, suspects: set[Place]) -> Finding:
    """The cell whose correction brings it nearer to last month than it is; where last month does
    not tell, one that another broken rule reads too, else the total itself, and no cell is called
    likely."""
    total, *parts = cells
    difference = total.number - sum(o.number for o in parts)

    def gain(cell: Observation, corrected: Decimal) -> Decimal:
        then = month.before(cell)
        if not then or not then.value:
            return Decimal(0)
        return (abs(cell.number - then.value) - abs(corrected - then.value)) / abs(then.value)

    repaired = [(o, o.number + difference) for o in parts] + [(total, total.number - difference)]
    gains = [(gain(o, value), o, value) for o, value in repaired]
    best, blamed, value = max(gains, key=lambda g: g[0])
    suspect = _suspect(cells, row["disputed"]) if best <= 0 else None
    if best <= 0:
        blamed, value = next((o, v) for o, v in repaired if o is (suspect or total))
    return _made(
        month,
        row,
        blamed,
        cells,
        value,
        label=month.indicator(total).name + ("变化" if total.measure == "monthly" else ""),
        where=where(total),
        stated=total.value,
        sum=total.number - difference,
        diff=difference,
        advice=_LIKELY if best > 0 or suspect else _ANY,
    )


def _province(month: Month, row: dict, cells: Cells, suspects: set[Place]) -> Finding:
    """The suspect; else the province where no one city could mend it; else the largest city."""
    *cities, province = cells
    largest = max(cities, key=lambda o: o.number)
    total = sum(o.number for o in cities)
    likeliest = province if total - largest.number > province.number else largest
    blamed = _suspect([province, *cities], suspects) or likeliest
    return _made(
        month,
        row,
        blamed,
        cells,
        label=month.indicator(largest).name,
        sum=total,
        province=province.value,
        province_cell=where(province),
    )


def _subset(month: Month, row: dict, cells: Cells, suspects: set[Place]) -> Finding:
    small, large = cells
    blamed = _suspect(cells, suspects) or small
    return _made(
        month,
        row,
        blamed,
        cells,
        small=month.indicator(small).name,
        large=month.indicator(large).name,
        part=small.token,
        whole=large.token,
        part_cell=where(small),
        whole_cell=where(large),
    )


def _new(month: Month, row: dict, cells: Cells, suspects: set[Place]) -> Finding:
    new, total = cells
    blamed = _suspect(cells, suspects) or _odd_of_two(month, total, new) or new
    return _made(
        month,
        row,
        blamed,
        cells,
        label=month.indicator(new).name,
        monthly=_monthly(month, new),
        new=new.token,
        total=total.token,
        new_cell=where(new),
        total_cell=where(total),
    )


def _monthly(month: Month, cell) -> str:
    """What 当月 of the cell's indicator is: 当月新增, 当月变化, 当月数, 当月比率."""
    return measure_name("monthly", month.indicator(cell).monthly)


def _growth(month: Month, row: dict, cells: Cells, suspects: set[Place]) -> Finding:
    total, new = cells
    then = month.before(total)
    if then is None:
        raise LookupError(f"nothing is published that {where(total)} could have grown from")
    grown = total.number - then.number
    blamed = _suspect(cells, suspects) or _odd_of_two(month, total, new) or total
    fix = grown if blamed is new else then.number + new.number
    return _made(
        month,
        row,
        blamed,
        cells,
        fix,
        label=month.indicator(total).name,
        monthly=_monthly(month, new),
        total=total.token,
        new=new.token,
        then=then.token,
        grown=grown,
        difference=grown - new.number,
    )


def _odd_of_two(month: Month, total: Observation, new: Observation) -> Observation | None:
    """当月 where it is further from last month's 当月 than the growth of 累计 is; 累计 where it is
    not; None where last month does not tell."""
    then, usual = month.before(total), month.before(new)
    if not then or not usual or then.value is None or usual.value is None:
        return None
    grown = total.number - then.value
    return new if abs(grown - usual.value) < abs(new.number - usual.value) else total


def _daily(month: Month, row: dict, cells: Cells, suspects: set[Place]) -> Finding:
    """The official report itself misses by up to 62 %, so this never blocks."""
    average, *totals = cells
    days = calendar.monthrange(average.month.year, average.month.month)[1]
    parts = [
        f"“{month.indicator(t).name}”{_monthly(month, t)} {t.token}（{where(t)}）" for t in totals
    ]
    decimals = month.indicator(average).decimals
    return _made(
        month,
        row,
        average,
        cells,
        label=month.indicator(average).name,
        parts=" + ".join(parts),
        days=days,
        expected=f"{row['right_value']:,.{decimals}f}",
    )


def _remainder(month: Month, row: dict, cells: Cells, suspects: set[Place]) -> Finding:
    province = cells[-1]
    return _made(
        month,
        row,
        province,
        cells,
        label=month.indicator(cells[0]).name,
        now=f"{row['left_value']:.1f}",
        then=f"{row['right_value']:.1f}",
    )


def _city(month: Month, row: dict, cells: Cells, suspects: set[Place]) -> Finding:
    (cell,) = cells
    names = {c.code: c.name for c in month.catalog.cities}
    then = month.before(cell)
    return _made(
        month,
        row,
        cell,
        cells,
        then and then.value,
        city=names[cell.member_code],
        now=f"{row['left_value']:,.1f}",
        usual=f"{row['right_value']:,.1f}",
    )


def _rate(month: Month, row: dict, cells: Cells, suspects: set[Place]) -> Finding:
    return _made(month, row, cells[0], cells)


_SAID: dict[str, Callable[[Month, dict, Cells, set[Place]], Finding]] = {
    "total-mismatch": _total,
    "cities-exceed-province": _province,
    "subset-exceeds": _subset,
    "new-exceeds-cumulative": _new,
    "growth-mismatch": _growth,
    "cross-check": _daily,
    "province-gap-changed": _remainder,
    "remainder-too-large": _remainder,
    "city-growth": _city,
    "city-rate": _city,
    "city-out-of-line": _city,
    "city-not-reported": _city,
    "rate-out-of-range": _rate,
}
