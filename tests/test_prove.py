"""What `make prove` calls held: its parts are the real thing and too long for a test."""

import importlib
import re

import pytest

from prove.crashes import FAULTS, Point, _spread
from prove.failover import _dead, _late
from prove.figures import Figure, Found, at_most, none, page
from prove.parts import PARTS
from prove.people import Act
from prove.readers import look


@pytest.mark.parametrize(
    ("figure", "held"),
    [
        (none("x", [], 5), True),
        (none("x", ["a", "b"], 5), False),
        (none("x", [], 0), False),
        (at_most("x", 1.2, 1.2), True),
        (at_most("x", 1.21, 1.2), False),
    ],
)
def test_a_promise_is_held_or_not(figure, held):
    assert figure.held is held


def test_the_page_says_which_promise_was_not_held():
    figures = [none("kills", ["half a load"], 20), Figure("points", "48")]
    text = page("pr", 125, {"Kills": Found(figures, 61.2, 90.4, "Writers killed.")})
    assert "make prove SIZE=pr" in text
    assert re.search(r"in 2 minutes on \d+ processors, \d+ GB, Python 3", text)
    assert "## Kills\n\nWriters killed.\n61 s, 90 s of processor time." in text
    assert "**1 of 1 promises were not held:** kills." in text
    assert "| kills | 1 of 20; half a load |  | 0 | **not held** |" in text
    assert "| points | 48 |  |  |  |" in text
    text = page("pr", 125, {"Kills": Found([none("kills", [], 120)], 61.2, 90.4)})
    assert "**All 1 promises were held.**" in text
    assert "| kills | 0 of 120 | 2.5 % | 0 | held |" in text


def test_a_sample_of_crash_points_reaches_from_the_first_to_the_last_with_every_fault():
    every = [Point(fault, n, "write", ()) for n in range(1, 101) for fault in FAULTS]
    chosen = _spread(every, 12)
    assert [p.number for p in chosen] == [n for n in (1, 26, 51, 76) for _ in FAULTS]
    assert [p.fault for p in chosen] == [*FAULTS] * 4
    assert _spread(every, 10_000) == every


def test_a_fault_meets_its_call_as_strace_counts_each_system_call_by_itself():
    seen = (("write", 7), ("fsync", 2))
    assert Point("killed", 10, "fsync", seen).rules() == ["inject=fsync:signal=SIGKILL:when=3"]
    assert Point("disk broken once", 10, "rename", seen).rules() == [
        "inject=rename:error=EIO:when=1"
    ]
    full = Point("disk full from here on", 10, "write", seen).rules()
    assert full[0] == "inject=write:error=ENOSPC:when=8+"
    assert "inject=fsync:error=ENOSPC:when=3+" in full
    assert "inject=unlink:error=ENOSPC:when=1+" in full
    assert not any("sendto" in rule for rule in full)


def test_every_part_has_both_sizes():
    parts = [importlib.import_module(f"prove.{name}") for name in PARTS]
    assert all(set(part.SIZES) == {"pr", "night"} for part in parts)


def test_of_a_persons_slow_clicks_one_after_each_end_of_a_replica_was_in_flight():
    clicks = [Act(name, at, 5) for name, at in (("a", 5), ("b", 12), ("c", 15), ("d", 22))]
    quick = Act("e", 25, 4)
    assert [late.what for late in _late([*clicks, quick], ends=[10, 20])] == ["a", "c"]


def test_a_click_made_again_in_vain_is_dead_unless_that_was_in_flight_too():
    ends = [10, 20]
    assert not _dead(Act("a", 21, 10, "TimeoutError"), ends)
    assert not _dead(Act("b", 51, 41, "TimeoutError", "", (19.5,)), ends)
    assert not _dead(Act("c", 51, 41, "TimeoutError", "", (20.5,)), ends)  # it still answers
    assert _dead(Act("c", 61, 51, "TimeoutError", "", (22.5,)), ends)
    assert _dead(Act("d", 81, 71, "TimeoutError", "TimeoutError", (19.5, 49.5)), ends)


def test_a_reader_of_whole_pages_finds_both_figures(real_warehouse, monkeypatch):
    """Their cards are HTML now: it looked for the metrics of before and found none."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    seen = []
    look(1, seen)
    assert seen == [(17432.2, 1265.3)]
