"""Which of the cells that a broken rule read is to blame, and how that is said."""

import calendar
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ingest.problems import Place
from ingest.rules.beside import Beside
from ingest.rules.month import Finding, Month, place, where
from warehouse.loads import Observation
from words.names import measure_name

_LIKELY, _ANY = "差额最可能出在此格", "仅凭本表看不出错在合计还是哪一阶段"


@dataclass(frozen=True)
class _Broken:
    """A rule that does not hold: its row, and the cells that it read. `suspects`: what other
    findings blame; `disputed`: what other broken rules read too."""

    month: Month
    row: dict
    cells: list[Observation]
    suspects: set[Place]
    disputed: set[Place]

    def first_of(self, places: set[Place]) -> Observation | None:
        return next((c for c in self.cells if place(c) in places), None)

    def blame(self, blamed: Observation, fix: Decimal | None = None, **facts) -> Finding:
        rest = [c for c in self.cells if c is not blamed]
        key, code = (self.row["subject"],), self.row["rule_code"]
        return self.month.finding(key, code, blamed, rest, fix, **facts)

    def name(self, cell: Observation) -> str:
        return self.month.indicator(cell).name

    def monthly(self, cell: Observation) -> str:
        """What 当月 of the cell's indicator is: 当月新增, 当月变化, 当月数, 当月比率."""
        return measure_name("monthly", self.month.indicator(cell).monthly)

    def city(self, cell: Observation) -> str:
        return next(c.name for c in self.month.catalog.cities if c.code == cell.member_code)


def broken_rules(beside: Beside, month: Month, suspects: set[Place]) -> list[Finding]:
    """Every rule of the month that does not hold. `suspects`: cells that other findings blame."""
    found: list[Finding] = []
    blamed = set(suspects)
    rows = [r for r in beside.ask("broken_rule") if r["month"] == month.published.month]
    reads = Counter(tuple(cell) for row in rows for cell in row["cells"])
    disputed = {cell for cell, count in reads.items() if count > 1}
    for row in sorted(rows, key=_telling):
        cells = [month.at[tuple(c)] for c in row["cells"]]
        made = _SAID[row["rule_code"]](_Broken(month, row, cells, blamed, disputed))
        found.append(made)
        blamed |= {made.problem.place} if made.fixes else set()
    return found


def _telling(row: dict) -> tuple[int, bool]:
    """What reads fewer cells knows better which is wrong, and may be the suspect of the others."""
    return len(row["cells"]), row["rule_code"] != "growth-mismatch"


def _total(rule: _Broken) -> Finding:
    """The cell whose correction brings it nearer to last month than it is; where last month does
    not tell, one that another broken rule reads too, else the total itself, and no cell is called
    likely."""
    total, *parts = rule.cells
    difference = total.number - sum(o.number for o in parts)

    def gain(cell: Observation, corrected: Decimal) -> Decimal:
        then = rule.month.before(cell)
        if not then or not then.value:
            return Decimal(0)
        return (abs(cell.number - then.value) - abs(corrected - then.value)) / abs(then.value)

    repaired = [(o, o.number + difference) for o in parts] + [(total, total.number - difference)]
    gains = [(gain(o, value), o, value) for o, value in repaired]
    best, blamed, value = max(gains, key=lambda g: g[0])
    suspect = rule.first_of(rule.disputed) if best <= 0 else None
    if best <= 0:
        blamed, value = next((o, v) for o, v in repaired if o is (suspect or total))
    return rule.blame(
        blamed,
        value,
        label=rule.name(total) + ("变化" if total.measure == "monthly" else ""),
        where=where(total),
        stated=total.value,
        sum=total.number - difference,
        diff=difference,
        advice=_LIKELY if best > 0 or suspect else _ANY,
    )


def _province(rule: _Broken) -> Finding:
    """The suspect, the province first; else the province where no one city could mend it; else the
    largest city."""
    *cities, province = rule.cells
    largest = max(cities, key=lambda o: o.number)
    total = sum(o.number for o in cities)
    likeliest = province if total - largest.number > province.number else largest
    suspect = province if place(province) in rule.suspects else rule.first_of(rule.suspects)
    return rule.blame(
        suspect or likeliest,
        label=rule.name(largest),
        sum=total,
        province=province.value,
        province_cell=where(province),
    )


def _subset(rule: _Broken) -> Finding:
    small, large = rule.cells
    return rule.blame(
        rule.first_of(rule.suspects) or small,
        small=rule.name(small),
        large=rule.name(large),
        part=small.token,
        whole=large.token,
        part_cell=where(small),
        whole_cell=where(large),
    )


def _new(rule: _Broken) -> Finding:
    new, total = rule.cells
    return rule.blame(
        rule.first_of(rule.suspects) or _odd_of_two(rule.month, total, new) or new,
        label=rule.name(new),
        monthly=rule.monthly(new),
        new=new.token,
        total=total.token,
        new_cell=where(new),
        total_cell=where(total),
    )


def _growth(rule: _Broken) -> Finding:
    total, new = rule.cells
    then = rule.month.before(total)
    if then is None:
        raise LookupError(f"nothing is published that {where(total)} could have grown from")
    grown = total.number - then.number
    blamed = rule.first_of(rule.suspects) or _odd_of_two(rule.month, total, new) or total
    return rule.blame(
        blamed,
        grown if blamed is new else then.number + new.number,
        label=rule.name(total),
        monthly=rule.monthly(new),
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


def _daily(rule: _Broken) -> Finding:
    """The official report itself misses by up to 62 %, so this never blocks."""
    average, *totals = rule.cells
    parts = [f"“{rule.name(t)}”{rule.monthly(t)} {t.token}（{where(t)}）" for t in totals]
    decimals = rule.month.indicator(average).decimals
    return rule.blame(
        average,
        label=rule.name(average),
        parts=" + ".join(parts),
        days=calendar.monthrange(average.month.year, average.month.month)[1],
        expected=f"{rule.row['right_value']:,.{decimals}f}",
    )


def _remainder(rule: _Broken) -> Finding:
    return rule.blame(
        rule.cells[-1],
        label=rule.name(rule.cells[0]),
        now=f"{rule.row['left_value']:.1f}",
        then=f"{rule.row['right_value']:.1f}",
    )


def _city(rule: _Broken) -> Finding:
    (cell,) = rule.cells
    then = rule.month.before(cell)
    return rule.blame(
        cell,
        then.value if then else None,
        city=rule.city(cell),
        now=f"{rule.row['left_value']:,.1f}",
        usual=f"{rule.row['right_value']:,.1f}",
    )


def _rate(rule: _Broken) -> Finding:
    return rule.blame(rule.cells[0])


_SAID: dict[str, Callable[[_Broken], Finding]] = {
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
