"""A rule that blocks is always said; a finding gives way only to a harder one at its cell; two
mistakes are found as each alone."""

import subprocess
import sys

import pytest

from catalog import catalog
from demo.simulate import simulate
from ingest.changes.publish import publish
from ingest.cover import Cover
from ingest.forms.report import write_report
from ingest.pipeline import check_workbook
from tests.conftest import edited

PLATFORM, PROJECT, CITY = "平台推广应用", "信息化项目", "地市推广应用"
MONTHS = simulate(catalog())
EARLIER, BEFORE, NOW = list(MONTHS)[3:6]


def workbook(month, changes: dict | None = None) -> bytes:
    data = write_report(Cover(month, simulated=True), MONTHS[month], catalog())
    return edited(data, changes) if changes else data


def said(path, data: bytes, severities=("阻断", "需说明")) -> list[tuple[str, str]]:
    found = check_workbook(data, "月报.xlsx", catalog(), path, simulated=True).problems
    return [(f"{p.sheet}!{p.cell}", p.code) for p in found if p.severity in severities]


@pytest.fixture(scope="module")
def first(place):
    """A warehouse with nothing in it."""
    return place()


@pytest.fixture(scope="module")
def warehouse(place):
    path = place()
    for month in (EARLIER, BEFORE):
        checked = check_workbook(workbook(month), "月报.xlsx", catalog(), path, simulated=True)
        publish(path, checked, "test", catalog())
    return path


def token(code: str, member: str = "440000", measure: str = "cumulative") -> float:
    return float(MONTHS[NOW][code, member, measure].rstrip("%"))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({f"{PLATFORM}!D4": "99999.9"}, (f"{PLATFORM}!D4", "new-exceeds-cumulative")),
        ({f"{PROJECT}!C9": "19990"}, (f"{PROJECT}!C9", "total-mismatch")),
        ({f"{CITY}!E6": "99999.0"}, (f"{CITY}!E6", "cities-exceed-province")),
    ],
)
def test_what_cannot_be_blocks_in_the_first_month_and_beside_a_suspicion(
    first, warehouse, changes, problem
):
    """The suspicion needs a reason only, and does not hide that it cannot be."""
    assert problem in said(first, workbook(NOW, changes), ("阻断",))
    assert problem in said(warehouse, workbook(NOW, changes), ("阻断",))


def test_a_slip_at_c4_says_nothing_of_c40(warehouse):
    """One cell's name begins with the other's: a doubled 当月 at D40 was published unsaid."""
    slip = {f"{PLATFORM}!C4": f"{token('citizen_registered_users') * 10:.1f}"}
    doubled = {f"{PLATFORM}!D40": f"{token('kiosk_visits', measure='monthly') * 2:.2f}"}
    both = said(warehouse, workbook(NOW, slip | doubled))
    assert (f"{PLATFORM}!C4", "unit-slip") in both
    assert (f"{PLATFORM}!D40", "growth-mismatch") in both


def test_two_mistakes_in_one_sum_are_both_named(warehouse):
    """Putting the slip right does not make the sum right: the other mistake is one of its own."""
    total, new = token("kiosk_visits"), token("kiosk_visits", measure="monthly")
    changes = {f"{PLATFORM}!C40": f"{total * 10:.2f}", f"{PLATFORM}!D40": f"{new * 2:.2f}"}
    assert said(warehouse, workbook(NOW, changes)) == [
        (f"{PLATFORM}!C40", "unit-slip"),
        (f"{PLATFORM}!D40", "growth-mismatch"),
    ]


def test_a_blank_before_a_published_month_is_not_judged_by_what_that_one_implies(place):
    """Its 累计 − 当月 is no cell of this workbook: 当月 beside the blank ended the check with an
    error."""
    path = place()
    for month in (EARLIER, NOW):
        checked = check_workbook(workbook(month), "月报.xlsx", catalog(), path, simulated=True)
        publish(path, checked, "test", catalog())
    new = float(MONTHS[BEFORE]["citizen_registered_users", "440000", "monthly"])
    changes = {f"{PLATFORM}!C4": None, f"{PLATFORM}!D4": f"{new * 1.3:.1f}"}
    assert said(path, workbook(BEFORE, changes)) == [(f"{PLATFORM}!C4", "value-missing")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((f"{CITY}!D8", "city_citizen_users", "440600", 1.05), "city-growth"),
        ((f"{CITY}!D8", "city_citizen_users", "440600", 1.45), "city-growth"),
        ((f"{CITY}!C8", "city_citizen_services", "440600", 1.06), "city-growth"),
        ((f"{PLATFORM}!C5", "citizen_daily_page_views", "440000", 1.2), "jump"),
    ],
)
def test_what_history_could_have_caught(warehouse, change, code):
    where, indicator, member, factor = change
    decimals = catalog().indicator(indicator).decimals
    changes = {where: f"{token(indicator, member) * factor:.{decimals}f}"}
    assert said(warehouse, workbook(NOW, changes)) == [(where, code)]


@pytest.mark.parametrize(("share", "told"), [(0.60, True), (0.64, False)])
def test_a_level_below_0_62_of_last_month_is_a_jump(warehouse, share, told):
    """A leading 1 left out leaves at least 0.5 of nearly all figures."""
    then = float(MONTHS[BEFORE]["citizen_daily_transactions", "440000", "cumulative"])
    found = said(warehouse, workbook(NOW, {f"{PLATFORM}!C6": f"{then * share:.1f}"}))
    assert ((f"{PLATFORM}!C6", "jump") in found) == told


def test_a_coverage_rate_that_falls_by_five_points(warehouse):
    fallen = token("city_business_coverage", "440600", "monthly") - 5
    assert said(warehouse, workbook(NOW, {f"{CITY}!G8": f"{fallen:.2f}%"})) == [
        (f"{CITY}!G8", "city-rate")
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {f"{CITY}!D8": f"{token('city_citizen_users', '440600') / 10:.1f}"},
            (f"{CITY}!D8", "city-out-of-line"),
        ),
        (
            {f"{PLATFORM}!C12": f"{token('citizen_app_devices') * 10:.1f}"},
            (f"{PLATFORM}!C12", "remainder-too-large"),
        ),
        ({f"{CITY}!{c}8": None for c in "CDEFGHIJ"}, (f"{CITY}!C8", "city-not-reported")),
    ],
)
def test_what_a_first_month_shows_of_itself(first, changes, problem):
    assert said(first, workbook(NOW, changes)) == [problem]


_LOADER = """
import pathlib, sys
from catalog import catalog
from ingest.changes.publish import MonthChanged, publish
from ingest.pipeline import check_workbook
from warehouse import warehouse_named
path, file = warehouse_named(sys.argv[1]), pathlib.Path(sys.argv[2])
checked = check_workbook(file.read_bytes(), file.name, catalog(), path, simulated=True)
print("checked", flush=True)
sys.stdin.readline()
try:
    print("published", publish(path, checked, file.stem, catalog()).load_id, flush=True)
except MonthChanged as moved:
    print("moved", f"{moved.month:%Y-%m}", moved.who, flush=True)
"""


def test_months_loaded_at_the_same_moment_see_each_other(place, tmp_path):
    """Two processes check against the same past, then publish: the second must check again."""
    path, loaders = place(), []
    earliest = check_workbook(workbook(EARLIER), "月报.xlsx", catalog(), path, simulated=True)
    publish(path, earliest, "test", catalog())
    for month in (BEFORE, NOW):
        file = tmp_path / f"{month:%Y-%m}.xlsx"
        file.write_bytes(workbook(month))
        command = [sys.executable, "-c", _LOADER, str(path), str(file)]
        loaders.append(
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
        )
    assert [loader.stdout.readline() for loader in loaders] == ["checked\n", "checked\n"]
    said = [loader.communicate("\n")[0] for loader in loaders]
    assert said == ["published 2\n", f"moved {BEFORE:%Y-%m} {BEFORE:%Y-%m}\n"]
    again = check_workbook(workbook(NOW), "月报.xlsx", catalog(), path, simulated=True)
    assert again.published.before.month == BEFORE
    assert publish(path, again, "test", catalog()).load_id == 3
