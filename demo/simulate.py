"""Makes up 36 months that keep every rule of a real report: stocks grow by their 当月, stages add
up, cities stay below the province."""

import calendar
import csv
import datetime as dt
import pathlib
import random
from decimal import ROUND_DOWN, Decimal

from catalog import PROVINCE, Catalog
from ingest.cover import Key

FIRST, MONTHS, SEED = dt.date(2023, 1, 1), 36, 20230101
_BASE = pathlib.Path(__file__).parent / "base.csv"
# Daily averages follow the month's total, as the cross-checks of a month expect.
_DAILY = {
    "citizen_daily_transactions": ("citizen_queries", "citizen_applications"),
    "kiosk_daily_visits": ("kiosk_visits",),
    "kiosk_daily_visitors": ("kiosk_visitors",),
}
# The share of the province that the 21 cities hold together; the rest is the remainder.
_COVERED = {
    "city_citizen_users": 0.965,
    "city_citizen_app_installs": 0.80,
    "city_business_entities": 0.982,
    "city_office_users": 0.94,
}
_SHORT_MONTHS = {1: 0.95, 2: 0.88, 10: 0.97}  # holidays


def months(first: dt.date = FIRST, count: int = MONTHS) -> list[dt.date]:
    """`count` months from `first`."""
    return [
        dt.date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        for n in range(count)
    ]


def simulate(
    catalog: Catalog, first: dt.date = FIRST, count: int = MONTHS, eventful: bool = True
) -> dict[dt.date, dict[Key, str]]:
    """month → tokens as a report would print them.

    The same every time: the seed is fixed. `eventful`: one city leaves one month out, and the
    projects swing;
    over ten years such swings would ask for a written reason."""
    chance = random.Random(SEED)
    with open(_BASE, encoding="utf-8", newline="") as f:
        base = {
            row["code"]: (float(row["start"]), float(row["growth"])) for row in csv.DictReader(f)
        }
    platform = _Platform(catalog, base, chance)
    projects, cities = _Projects(chance, eventful), _Cities(catalog, chance, eventful)
    return {
        month: platform.next(month) | projects.next() | cities.next(month, platform.stocks, chance)
        for month in months(first, count)
    }


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals))


class _Platform:
    def __init__(self, catalog: Catalog, base: dict, chance: random.Random):
        self.catalog, self.base, self.chance = catalog, base, chance
        self.stocks = {
            i.code: _rounded(base[i.code][0], i.decimals)
            for i in catalog.indicators_of("platform")
            if i.code in base
        }

    def next(self, month: dt.date) -> dict[Key, str]:
        tokens: dict[Key, str] = {}
        new: dict[str, Decimal] = {}
        season = _SHORT_MONTHS.get(month.month, 1.0)
        for i in self.catalog.indicators_of("platform"):
            if i.code not in self.base or i.code in _DAILY:
                continue
            start, growth = self.base[i.code]
            if i.kind == "stock":
                new[i.code] = _rounded(
                    start * growth * season * self.chance.uniform(0.92, 1.08), i.decimals
                )
                self.stocks[i.code] += new[i.code]
                tokens[i.code, PROVINCE, "cumulative"], tokens[i.code, PROVINCE, "monthly"] = (
                    f"{self.stocks[i.code]:f}",
                    f"{new[i.code]:f}",
                )
            elif i.kind == "rate":
                level = min(100.0, start + self.chance.uniform(-1.2, 1.2))
                tokens[i.code, PROVINCE, "cumulative"] = f"{_rounded(start, i.decimals)}%"
                tokens[i.code, PROVINCE, "monthly"] = (
                    f"{_rounded(level, i.decimals)}%" if i.code == "hotline_answer_rate" else ""
                )
            else:
                self.stocks[i.code] = _rounded(
                    float(self.stocks[i.code]) * (1 + growth * self.chance.uniform(-0.5, 1.8)),
                    i.decimals,
                )
                tokens[i.code, PROVINCE, "cumulative"], tokens[i.code, PROVINCE, "monthly"] = (
                    f"{self.stocks[i.code]:f}",
                    "",
                )
        return tokens | self._within(new) | self._daily(month, new)

    def _within(self, new: dict[str, Decimal]) -> dict[Key, str]:
        """A part that would outgrow its whole, as after ten years one does, stops at it."""
        tokens = {}
        for i in self.catalog.indicators_of("platform"):
            if i.code in new and i.at_most in self.stocks:
                most = (
                    self.stocks[i.at_most] * self.catalog.indicator(i.at_most).scale / i.scale
                ).quantize(Decimal(1).scaleb(-i.decimals), ROUND_DOWN)
                over = max(Decimal(0), self.stocks[i.code] - most)
                self.stocks[i.code] -= over
                new[i.code] -= over
                tokens[i.code, PROVINCE, "cumulative"], tokens[i.code, PROVINCE, "monthly"] = (
                    f"{self.stocks[i.code]:f}",
                    f"{new[i.code]:f}",
                )
        return tokens

    def _daily(self, month: dt.date, new: dict[str, Decimal]) -> dict[Key, str]:
        tokens = {}
        days = calendar.monthrange(month.year, month.month)[1]
        for code, parts in _DAILY.items():
            i = self.catalog.indicator(code)
            total = sum(new[p] * self.catalog.indicator(p).scale for p in parts)
            level = f"{_rounded(float(total) / days / i.scale, i.decimals):f}"
            printed = (
                ("cumulative", "monthly")
                if code == "citizen_daily_transactions"
                else ("monthly", "cumulative")
            )
            tokens[code, PROVINCE, printed[0]] = level
            tokens[code, PROVINCE, printed[1]] = (
                "" if printed[1] == "monthly" else f"{_rounded(float(level) * 0.8, i.decimals):f}"
            )
        return tokens


class _Projects:
    """Projects move from stage to stage; a few are cancelled. Amounts follow the counts."""

    STAGES = ("preparation", "procurement", "implementation", "acceptance", "accepted", "cancelled")
    AVERAGE = (450, 1700, 1100, 1200, 800, 130)  # 万元

    def __init__(self, chance: random.Random, eventful: bool):
        self.chance, self.counts = chance, [300, 90, 560, 110, 620, 40]
        self.arriving, self.flows = (
            ((20, 70), ((20, 60), (15, 45), (15, 40), (15, 40)))
            if eventful
            else ((26, 30), ((26, 30),) * 4)
        )

    def next(self) -> dict[Key, str]:
        before = list(self.counts)
        flows = [self.chance.randint(*most) for most in self.flows]
        self.counts[0] += self.chance.randint(*self.arriving)
        for stage, flow in enumerate(flows):
            moved = min(flow, self.counts[stage])
            self.counts[stage] -= moved
            self.counts[stage + 1] += moved
        if self.chance.random() < 0.4 and self.counts[0]:
            self.counts[0] -= 1
            self.counts[5] += 1
        amounts = [
            _rounded(count * average * self.chance.uniform(0.96, 1.04), 2)
            for count, average in zip(self.counts, self.AVERAGE, strict=True)
        ]
        amounts.append(sum(amounts, Decimal()))
        counts, before = [*self.counts, sum(self.counts)], [*before, sum(before)]
        tokens: dict[Key, str] = {}
        for code, count, then, amount in zip(
            (*self.STAGES, "total"), counts, before, amounts, strict=True
        ):
            tokens["project_count", code, "cumulative"] = f"{count:,}"
            tokens["project_count", code, "monthly"] = str(count - then)
            tokens["project_amount", code, "cumulative"] = f"{amount:,}"
        return tokens


class _Cities:
    """Each city holds a share of the province that drifts; what is left over is the remainder."""

    def __init__(self, catalog: Catalog, chance: random.Random, eventful: bool):
        self.catalog, self.eventful = catalog, eventful
        self.totals: dict[tuple[str, str], Decimal] = {}
        people = sum(c.population_10k for c in catalog.cities)
        self.shares = {
            (code, c.code): c.population_10k / people * chance.uniform(0.75, 1.25)
            for code in _COVERED
            for c in catalog.cities
        }
        self.levels = {
            c.code: (
                chance.uniform(55, 78),
                chance.uniform(70, 104),
                chance.uniform(0.6, 1.6),
                chance.randint(940, 1450),
            )
            for c in catalog.cities
        }

    def next(
        self, month: dt.date, stocks: dict[str, Decimal], chance: random.Random
    ) -> dict[Key, str]:
        tokens: dict[Key, str] = {}
        for code, covered in _COVERED.items():
            i = self.catalog.indicator(code)
            for c in self.catalog.cities:
                self.shares[code, c.code] *= chance.uniform(0.998, 1.003)
            whole = sum(self.shares[code, c.code] for c in self.catalog.cities)
            for c in self.catalog.cities:
                part = Decimal(
                    repr(
                        float(stocks[i.province_code]) * covered * self.shares[code, c.code] / whole
                    )
                )
                # A 累计 does not fall, even where a city's share of the province does.
                self.totals[code, c.code] = max(
                    self.totals.get((code, c.code), Decimal(0)),
                    part.quantize(Decimal(1).scaleb(-i.decimals), ROUND_DOWN),
                )
                tokens[code, c.code, "cumulative"] = f"{self.totals[code, c.code]}"
        for c in self.catalog.cities:
            active, coverage, use, services = self.levels[c.code]
            self.levels[c.code] = (
                active + chance.uniform(-0.8, 0.9),
                coverage + chance.uniform(-0.2, 0.6),
                use,
                services + chance.randint(0, 6),
            )
            tokens["city_office_active_rate", c.code, "monthly"] = f"{min(active, 99.0):.2f}%"
            tokens["city_business_coverage", c.code, "monthly"] = f"{min(coverage, 100.0):.2f}%"
            tokens["city_business_active_users", c.code, "monthly"] = str(
                int(c.population_10k * 110 * use * chance.uniform(0.9, 1.1))
            )
            tokens["city_citizen_services", c.code, "cumulative"] = str(services)
        if self.eventful and month == dt.date(
            2024, 7, 1
        ):  # one city that did not report, so that the demo shows what that looks like
            tokens |= {key: "" for key in tokens if key[1] == "445300"}
        return tokens
