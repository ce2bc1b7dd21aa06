"""Every derived figure, computed again from the workbooks alone: nothing here asks a view, and what
pages, files and addresses say must be the same."""

import datetime as dt
import io
import pathlib
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

from catalog import PROVINCE, catalog
from ingest.changes.revert import revert
from tests.addresses import ask
from tests.conftest import AUGUST, RAW
from warehouse import publisher, queries

Cells = dict[tuple[str, str, str], Decimal]
MISSING, NEW_YEAR, AFTER_GAP = dt.date(2024, 7, 1), dt.date(2024, 1, 1), dt.date(2025, 4, 1)


def before(month: dt.date, count: int = 1) -> dt.date:
    index = month.year * 12 + month.month - 1 - count
    return dt.date(index // 12, index % 12 + 1, 1)


def number(cell) -> Decimal | None:
    text = str(cell or "").replace(",", "").strip().rstrip("%万亿")
    return Decimal(text) if text else None


def read(path: pathlib.Path) -> Cells:
    """(indicator, member, measure) → value of a workbook in the official layout."""
    book, known, cells = openpyxl.load_workbook(path), catalog(), {}
    platform = ""
    for a, label, *values in book["平台推广应用"].iter_rows(min_row=4, max_col=4, values_only=True):
        platform = known.find_platform(a).code if a else platform
        indicator, _ = known.find_indicator("platform", platform, label)
        for measure, value in zip(("cumulative", "monthly"), values, strict=True):
            cells[indicator.code, PROVINCE, measure] = number(value)
    for _, stage, count, change, amount in book["信息化项目"].iter_rows(
        min_row=3, max_col=5, values_only=True
    ):
        code = known.find_stage(stage).code if stage else "total"
        cells["project_count", code, "cumulative"] = number(count)
        cells["project_count", code, "monthly"] = number(change)
        cells["project_amount", code, "cumulative"] = number(amount)
    sheet = book["地市推广应用"]
    columns = [
        i for p in known.platforms for i in known.indicators_of("city") if i.platform == p.code
    ]
    for row in sheet.iter_rows(min_row=4, max_row=24, values_only=True):
        city = known.find_city(row[1])
        for indicator, value in zip(columns, row[2:], strict=False):
            cells[indicator.code, city.code, indicator.measures[0]] = number(value)
    return {key: value for key, value in cells.items() if value is not None}


def base(months: dict[dt.date, Cells], month: dt.date, key) -> Decimal | None:
    """A stated figure, or a stock's as the month after implies it."""
    if key in months.get(month, {}):
        return months[month][key]
    code, member, measure = key
    later = months.get(before(month, -1), {})
    if catalog().indicator(code).kind != "stock" or measure != "cumulative":
        return None
    grown = later.get((code, member, "monthly"))
    return later[key] - grown if key in later and grown is not None else None


def same(found, expected, places: int = 9) -> bool:
    if expected is None:
        return found is None or found != found
    return found == found and abs(Decimal(repr(float(found))) - expected) < Decimal(10) ** -places


def wrong_changes(months: dict[dt.date, Cells], month: dt.date) -> list:
    """环比 and 同比 of the platforms' 累计."""
    table = queries.overview.platform_table(month)
    entries = {(i.platform, i.name): i for i in catalog().indicators_of("platform")}
    names = {p.name: p.code for p in catalog().platforms}
    wrong = []
    for r in table.to_dict("records"):
        i = entries[names[r["platform_name"]], r["indicator_name"]]
        key = (i.code, PROVINCE, "cumulative")
        now = months[month].get(key)
        for name, then in (("mom", before(month)), ("yoy", before(month, 12))):
            old = base(months, then, key)
            moved = None
            if now is not None and old is not None:
                moved = now - old if i.kind == "rate" else 100 * (now - old) / old if old else None
            if not same(r[name], moved):
                wrong.append((i.code, name, r[name], moved))
    return wrong


def ranks(values: dict[str, Decimal]) -> dict[str, int]:
    return {c: 1 + sum(other > v for other in values.values()) for c, v in values.items()}


def wrong_cities(months: dict[dt.date, Cells], month: dt.date) -> list:
    """Ranks, places won among the cities of both months, per 10,000, and the sums."""
    wrong = []
    for i in catalog().indicators_of("city"):
        measure = i.measures[0]

        def of(when: dt.date, code=i.code, measure=measure) -> dict[str, Decimal]:
            return {
                c.code: months[when][code, c.code, measure]
                for c in catalog().cities
                if (code, c.code, measure) in months.get(when, {})
            }

        now, last = of(month), of(before(month))
        both = now.keys() & last.keys()
        placed, old = (ranks({c: v[c] for c in both}) for v in (now, last))
        every = ranks(now)
        found = queries.cities.city_ranking(month, i.code, "value")
        assert len(found) == len(now)
        for r in found.to_dict("records"):
            city = catalog().find_city(r["city_name"])
            won = old[city.code] - placed[city.code] if city.code in both else None
            people = Decimal(repr(city.population_10k))
            per = now[city.code] * i.scale / people if i.additive else None
            got = (r["rank"], r["rank_change"], r["per_10k"])
            if not all(same(g, e) for g, e in zip(got, (every[city.code], won, per), strict=True)):
                wrong.append((i.code, city.name, got, (every[city.code], won, per)))
        wrong += _wrong_sums(months[month], i, now, month)
    return wrong


def _wrong_sums(cells: Cells, i, now: dict[str, Decimal], month: dt.date) -> list:
    wrong, whole = [], len(now) == len(catalog().cities)
    total = sum(now.values())
    cities = {c.code: c for c in catalog().cities}
    for r in queries.cities.region_totals(month, i.code).to_dict("records"):
        mine = sum(v for c, v in now.items() if cities[c].region == r["region"])
        share = 100 * mine / total if whole else None
        absent = "、".join(
            c.name for c in cities.values() if c.region == r["region"] and c.code not in now
        )
        got = (same(r["value"], mine), same(r["share_pct"], share), r["unreported"] == absent)
        if not all(got):
            wrong.append((i.code, r["region"], r["value"], r["share_pct"], mine, share))
    for r in queries.cities.city_remainder(month, i.code).to_dict("records"):
        province = cells[i.province_code, PROVINCE, "cumulative"]
        left = province - total if whole else None
        pct = 100 * left / province if whole else None
        got = (
            same(r["city_sum"], total),
            same(r["remainder"], left),
            same(r["remainder_pct"], pct),
        )
        if not all(got):
            wrong.append((i.code, r["remainder"], left))
    for r in queries.balance.balance(month).to_dict("records"):
        if r["indicator_code"] != i.code or not i.additive:
            continue
        core = {c: v for c, v in now.items() if cities[c].region == "珠三角"}
        if not same(r["core_share"], 100 * sum(core.values()) / total if whole else None):
            wrong.append((i.code, "core_share", r["core_share"]))
    return wrong


def wrong_projects(months: dict[dt.date, Cells], month: dt.date) -> list:
    stages = [s.code for s in catalog().stages if s.code != "total"]
    cells = months[month]
    total = sum(cells["project_count", s, "cumulative"] for s in stages)
    money = sum(cells["project_amount", s, "cumulative"] for s in stages)
    return [
        r["stage_code"]
        for r in queries.projects.project_stages(month).to_dict("records")
        if not same(
            r["count_share_pct"],
            100 * cells["project_count", r["stage_code"], "cumulative"] / total,
        )
        or not same(
            r["amount_share_pct"],
            100 * cells["project_amount", r["stage_code"], "cumulative"] / money,
        )
    ]


def wrong_files(months: dict[dt.date, Cells], month: dt.date) -> list:
    """Address and workbook: every stated value and the derived ones of the month before."""
    expected = {(f"{month:%Y-%m}", *key): value for key, value in months[month].items()}
    if before(month) not in months:
        expected |= {
            (f"{before(month):%Y-%m}", *key): implied
            for key in months[month]
            if (implied := base(months, before(month), key)) is not None
        }
    wrong = []
    asked = [("month", f"{month:%Y-%m}"), ("month", f"{before(month):%Y-%m}")]
    asked = asked if before(month) not in months else asked[:1]
    asked += [("origin", "report"), ("origin", "derived")]
    names = {"累计": "cumulative", "当月": "monthly", "当年": "year_to_date"}
    for kind in ("csv", "xlsx"):
        body = io.BytesIO(ask(f"/data/figures.{kind}", asked).body)
        frame = (
            pd.read_csv(body, dtype=str)
            if kind == "csv"
            else pd.read_excel(body, sheet_name="数据", dtype=str)
        )
        got = {
            (r["月份"], r["指标代码"], r["地区代码"], names[r["口径"][:2]]): Decimal(r["数值"])
            for r in frame.to_dict("records")
        }
        wrong += [
            (kind, key) for key in expected.keys() | got.keys() if got.get(key) != expected.get(key)
        ]
    return wrong


def wrong_anywhere(months: dict[dt.date, Cells], month: dt.date) -> list:
    return [
        *wrong_changes(months, month),
        *wrong_cities(months, month),
        *wrong_projects(months, month),
        *wrong_files(months, month),
    ]


@pytest.fixture(scope="module")
def made_up(shared) -> dict[dt.date, Cells]:
    kept = publisher.read(shared("simulated", "file"), "SELECT month, workbook FROM load")
    return {month: read(io.BytesIO(workbook)) for month, workbook in kept}


@pytest.mark.parametrize("month", [MISSING, before(MISSING, -1), NEW_YEAR])
def test_simulated_months_come_out_of_their_workbooks(
    made_up, month, monkeypatch, simulated_warehouse
):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    assert len(made_up) == 36
    assert wrong_anywhere(made_up, month) == []


def test_a_month_after_a_gap_comes_out_of_its_workbooks(made_up, monkeypatch, copied):
    path = copied("simulated", "file")
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    gap = before(AFTER_GAP)
    load = queries.common.loads().set_index("month_text").loc[f"{gap:%Y-%m}", "load_id"]
    revert(path, int(load), "这个月先撤回，看缺一个月的样子", "张三", catalog())
    known = {month: cells for month, cells in made_up.items() if month != gap}
    assert wrong_anywhere(known, AFTER_GAP) == []


def test_the_real_month_comes_out_of_its_workbook(monkeypatch, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    assert wrong_anywhere({AUGUST: read(RAW / "2022-08.xlsx")}, AUGUST) == []
