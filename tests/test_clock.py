"""One clock for everything, and it is Beijing's, wherever the server stands."""

import ast
import datetime as dt
import os
import subprocess
import sys

import pytest

from catalog import catalog
from ingest.pipeline import check_workbook
from tests.conftest import ROOT
from words import clock

NIGHT = {  # what a UTC server's clock shows → what a dashboard in Beijing takes the day for
    "2022-08-31 15:59:59": dt.date(2022, 8, 31),
    "2022-08-31 16:00:00": dt.date(2022, 9, 1),
    "2022-08-31 16:30:00": dt.date(2022, 9, 1),
    "2022-08-31 23:59:59": dt.date(2022, 9, 1),
}


def at(utc: str, monkeypatch) -> None:
    monkeypatch.setattr(clock, "utc_now", lambda: dt.datetime.fromisoformat(utc))


@pytest.mark.parametrize(("utc", "day"), NIGHT.items())
def test_a_month_is_over_when_it_is_over_in_beijing(utc, day, monkeypatch, august):
    at(utc, monkeypatch)
    assert clock.beijing_today() == day
    codes = {p.code for p in check_workbook(august, "2022-08.xlsx", catalog()).problems}
    assert ("month-future" in codes) == (day.month == 8)


def test_a_time_is_printed_as_beijing_reads_it(monkeypatch):
    at("2022-12-31 16:30:00", monkeypatch)
    assert clock.beijing_now() == "2023-01-01 00:30"
    assert clock.beijing(dt.datetime(2022, 8, 31, 15, 59)) == "2022-08-31 23:59"


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Shanghai"])
def test_the_machines_zone_does_not_count(zone):
    command = (
        "from words.clock import utc_now, beijing_now; print(utc_now(), beijing_now(), sep='|')"
    )
    said = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        env=os.environ | {"TZ": zone},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    utc, here = said.strip().split("|")
    apart = dt.datetime.now(dt.UTC).replace(tzinfo=None) - dt.datetime.fromisoformat(utc)
    assert abs(apart) < dt.timedelta(minutes=5)
    assert here == clock.beijing(dt.datetime.fromisoformat(utc))


def test_nothing_else_asks_the_machine_for_a_date():
    """time.time() is a count of seconds and has no zone; every other clock is words/clock.py."""
    asked = {"now", "today", "utcnow", "localtime", "gmtime", "ctime", "fromtimestamp"}
    for path in ROOT.glob("**/*.py"):
        room = path.relative_to(ROOT).as_posix()
        if room.startswith((".", "tests/")) or room == "words/clock.py":
            continue
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        named = {n.func.attr for n in calls if isinstance(n.func, ast.Attribute)}
        named |= {n.func.id for n in calls if isinstance(n.func, ast.Name)}
        # a log line's own moment, in UTC
        assert not named & (asked - {"fromtimestamp"} if room == "server/logs.py" else asked), room
    for path in (ROOT / "warehouse").glob("**/*.sql"):
        text = path.read_text(encoding="utf-8").lower()
        for word in ("now()", "current_date", "current_timestamp", "today()", "localtime"):
            assert word not in text, path
