"""A formula whose stored result is not what it gives: found where it can be computed with
certainty, silent elsewhere."""

import pytest

from ingest.workbook.formulas import MOST, outdated
from tests.conftest import found
from tests.workbook_parts import Parts

CITY = "地市推广应用"
NUMBERS = {(1, 1): 2.0, (2, 1): 3.5, (3, 1): 0.1, (4, 1): 99.0}


@pytest.mark.parametrize(
    ("formula", "gives"),
    [
        ("A1+1", "3"),
        ("SUM(A1:A3)", "5.6"),
        ("sum($A$1:A2,A3)/2", "2.8"),
        ("(A1-A2)*4", "-6"),
        ("A1+B9", "2"),
        ("A1-A2-1", "-2.5"),
    ],
)
def test_what_a_formula_gives_now(formula, gives):
    assert outdated(NUMBERS, set(), {(4, 1): formula}, MOST)[0] == {(4, 1): gives}
    held = NUMBERS | {(4, 1): float(gives) + 1e-13}
    assert outdated(held, set(), {(4, 1): formula}, MOST)[0] == {}


@pytest.mark.parametrize(
    "formula",
    [
        *("", "VLOOKUP(A1,B:C,2)", "说明!A1", "A1:A3", "SUM(A1:A3", "-A1^2", "A1&A2", "SUM(A:A)"),
        *(
            "A1/0",
            "C7+1",
            "SUM(C7:C8)",
            "(" * 60 + "A1" + ")" * 60,
            "SUM(A1:CV2000)",
            "YOY2022+1",
            "A0",
        ),
    ],
)
def test_of_any_other_formula_nothing_is_said(formula):
    assert outdated(NUMBERS, {(7, 3)}, {(4, 1): formula}, MOST)[0] == {}


def test_what_all_formulas_look_at_is_bounded():
    formulas = dict.fromkeys([(4, 1)], "SUM(A1:A3)")
    assert outdated(NUMBERS, set(), formulas, len("SUM(A1:A3)") + 2) == ({}, 2)


def test_a_figure_that_was_not_calculated_anew_is_named(august):
    book = Parts(august)
    book.number(CITY, "D4", 4221.5, "General")
    book.cell(CITY, "D5", "<f>D4-2240.5</f><v>1981</v>")
    book.cell(CITY, "D6", "<f>D4-3774</f><v>447.3</v>")
    assert found(book.packed()) == [(f"{CITY}!D6", "formula-outdated")]
