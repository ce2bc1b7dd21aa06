"""The rules of a month: what 数据质量 shows is what ingest decides, from the same catalogue."""

import datetime as dt

import pytest

from catalog import catalog
from demo.simulate import simulate
from ingest import problems
from ingest.changes.publish import publish
from ingest.cover import Cover
from ingest.forms.report import write_report
from ingest.pipeline import check_workbook
from ingest.reasons import explain
from tests.conftest import AUGUST, edited
from warehouse import queries
from warehouse.loads import Contents, Load, insert_load
from warehouse.publisher import change
from warehouse.reader import Reader

WITHIN = {
    "total-mismatch",
    "cities-exceed-province",
    "subset-exceeds",
    "new-exceeds-cumulative",
    "cross-check",
}


def broken(path, month: dt.date, codes=WITHIN) -> list[tuple[str, str]]:
    """[(rule, first operand's place), …] of what the view finds broken."""
    checks = Reader(path).ask("rule_checks", month=month)
    shown = checks[~checks["holds"].astype(bool) & checks["rule_code"].isin(codes)]
    return sorted(
        (r["rule_code"], r["operands"].split("｜")[1].split(" ")[0]) for _, r in shown.iterrows()
    )


def published_unchecked(path, data: bytes) -> list[tuple[str, str]]:
    """Publish a workbook whatever its problems, and return what ingest's rules within a month say:
    [(rule, place), …]."""
    checked = check_workbook(data, "月报.xlsx", catalog())
    with change(path, catalog()) as con:
        file = ("月报.xlsx", checked.sha256, data)
        load = Load("report", checked.month, "report", False, False, *file, "test")
        insert_load(con, load, Contents(checked.observations))
    return sorted((p.code, f"{p.sheet}!{p.cell}") for p in checked.problems if p.code in WITHIN)


def test_the_severities_and_codes_of_the_catalogue_are_those_of_ingest():
    for rule in catalog().rules:
        if rule.code in problems.WORDING and rule.severity != "限值":
            assert rule.severity == problems.WORDING[rule.code][0], rule.code
    assert {r.code for r in catalog().rules} - set(problems.WORDING) == {
        "report-due",
        "outlier",
        "outlier-history",
    } | {r.code for r in catalog().rules if r.severity == "限值"}


def test_the_view_and_ingest_agree_on_the_real_month(new_warehouse, august):
    path = new_warehouse
    said = published_unchecked(path, august)
    assert said == [
        ("cross-check", "平台推广应用!C6"),
        ("cross-check", "平台推广应用!D38"),
        ("cross-check", "平台推广应用!D39"),
    ]
    assert broken(path, AUGUST) == said


@pytest.mark.parametrize(
    "changes",
    [
        {"信息化项目!C9": "1792"},
        {"平台推广应用!C22": "242.02", "平台推广应用!C28": "220.87"},
        {"平台推广应用!C22": "242.01"},  # equal is no excess
        {"地市推广应用!F4": "400.00"},
        {"地市推广应用!I4": "56.00"},
        {"平台推广应用!C6": "13741.9"},  # within the tolerance of the printed decimals
        {"平台推广应用!C6": "13742.1"},  # just outside it
        {"平台推广应用!D40": None},  # a rule with a blank operand says nothing
    ],
    ids="+".join,
)
def test_the_view_and_ingest_agree_on_damaged_months(new_warehouse, august, changes):
    said = published_unchecked(new_warehouse, edited(august, changes))
    shown = broken(new_warehouse, AUGUST)
    assert [code for code, _ in shown] == [
        code for code, _ in said
    ]  # ingest blames the likeliest cell, the view names the first operand


def test_a_cumulative_that_does_not_grow_by_its_new_is_found_by_both(new_warehouse):
    """0.1 within the rounding of three numbers, 0.2 outside it."""
    path, months = new_warehouse, simulate(catalog())
    before, now = list(months)[4:6]
    key = ("citizen_registered_users", "440000", "cumulative")
    _publish(path, before, months[before])
    for step, verdict in ((0.1, []), (0.2, ["growth-mismatch"])):
        checked = _publish(path, now, months[now] | {key: f"{float(months[now][key]) + step:.1f}"})
        assert [p.code for p in checked.problems if p.code == "growth-mismatch"] == verdict
        assert [code for code, _ in broken(path, now, {"growth-mismatch"})] == verdict


def test_what_the_month_before_rounded_away_is_no_mismatch(new_warehouse):
    """Printed without decimals it may hide half a 万: 0.5 + 0.05 + 0.05 are allowed."""
    path, months = new_warehouse, simulate(catalog())
    before, now = list(months)[4:6]
    key = ("citizen_registered_users", "440000", "cumulative")
    new = float(months[now]["citizen_registered_users", "440000", "monthly"])
    whole = round(float(months[before][key]))
    _publish(path, before, months[before] | {key: str(whole)})
    for beyond, verdict in ((0.6, []), (0.7, ["growth-mismatch"])):
        _publish(path, now, months[now] | {key: f"{whole + new + beyond:.1f}"})
        assert [code for code, _ in broken(path, now, {"growth-mismatch"})] == verdict


def test_what_the_month_after_rounded_away_is_no_difference(new_warehouse):
    """A 累计 printed without decimals says of the month before only what 0.5 + 0.05 leave open,
    beside the 0.05 of what was stated then."""
    path, months = new_warehouse, simulate(catalog())
    before, now = list(months)[4:6]
    key = ("citizen_registered_users", "440000", "cumulative")
    new = float(months[now]["citizen_registered_users", "440000", "monthly"])
    whole = round(float(months[now][key]))
    for beyond, agrees in ((0.6, True), (0.7, False)):
        _publish(path, before, months[before] | {key: f"{whole - new + beyond:.1f}"})
        _publish(path, now, months[now] | {key: str(whole)})
        rows = Reader(path).ask("derived_differences", month=before)
        (found,) = rows[rows["indicator_name"] == "实名注册用户数"].to_dict("records")
        assert (round(found["difference"], 1), found["agrees"]) == (beyond, agrees)


@pytest.mark.parametrize(("partial", "verdict"), [(False, ["growth-mismatch"]), (True, [])])
def test_a_month_of_which_only_a_part_is_known_is_no_base(new_warehouse, partial, verdict):
    path, months = new_warehouse, simulate(catalog())
    before, now = list(months)[4:6]
    key = ("citizen_registered_users", "440000", "cumulative")
    wrong = months[now] | {key: f"{float(months[now][key]) + 5:.1f}"}
    _publish(path, before, months[before], partial)
    _publish(path, now, wrong)
    assert [code for code, _ in broken(path, now, {"growth-mismatch"})] == verdict


def _publish(path, month, tokens, partial=False):
    checked = check_workbook(
        write_report(Cover(month, simulated=True, partial=partial), tokens, catalog()),
        "月报.xlsx",
        catalog(),
        path,
        simulated=True,
    )
    open_problems = explain(checked.problems, {}).open
    publish(
        path,
        checked,
        "test",
        catalog(),
        {(p.code, p.sheet, p.cell): "测试用的说明文字" for p in open_problems},
    )
    return checked


def test_every_rule_shows_its_operands_and_the_real_remainders(real_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    checks, summary = (
        queries.quality.rule_checks(AUGUST),
        queries.quality.rule_summary(AUGUST).set_index("rule_code"),
    )
    assert summary["checked"].to_dict() == {
        "total-mismatch": 3,
        "cities-exceed-province": 4,
        "subset-exceeds": 5,
        "rate-out-of-range": 45,
        "cross-check": 3,
        "growth-mismatch": 0,
        "province-gap-changed": 0,
        "new-exceeds-cumulative": 38,
        "remainder-too-large": 4,
        "city-growth": 0,
        "city-rate": 0,
        "city-out-of-line": 126,
        "city-not-reported": 21,
    }
    assert checks["operands"].str.contains(r"2022-08\.xlsx｜.+!").all()
    assert (
        round(checks.set_index("subject").loc["粤智助 日均访问量（当月数）", "right_value"], 2)
        == 99293.55
    )
    rest = (
        queries.quality.remainder_history()
        .set_index("indicator_code")["remainder"]
        .round(2)
        .to_dict()
    )
    assert rest == {
        "city_citizen_users": 588.9,
        "city_citizen_app_installs": 316.2,
        "city_business_entities": 20.31,
        "city_office_users": 14.97,
    }
