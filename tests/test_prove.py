"""What `make prove` calls held: its parts are the real thing and too long for a test."""

import pytest

from prove.__main__ import PARTS
from prove.crashes import FAULTS, Point, _spread
from prove.figures import Figure, at_most, none, page


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
    text = page("pr", 125, {"Kills": [none("kills", ["half a load"], 20), Figure("points", "48")]})
    assert "make prove SIZE=pr" in text
    assert "in 2 minutes" in text
    assert "| kills | 1 of 20; half a load | 0 | **not held** |" in text
    assert "| points | 48 |  |  |" in text


def test_a_sample_of_crash_points_reaches_from_the_first_to_the_last_with_every_fault():
    every = [Point(fault, n, "write") for n in range(1, 101) for fault in FAULTS]
    chosen = _spread(every, 12)
    assert [p.number for p in chosen] == [1, 9, 17, 26, 34, 42, 51, 59, 67, 76, 84, 92]
    assert {p.fault for p in chosen} == set(FAULTS)
    assert _spread(every, 10_000) == every


def test_every_part_has_both_sizes():
    assert all(set(part.SIZES) == {"pr", "night"} for _, part in PARTS.values())
