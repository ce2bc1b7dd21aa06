"""Mistakes alone and in pairs: nothing wrong is accepted without a word, its cell is named; what is
found alone is found beside any other.

MUTATIONS=100000 tries every one; `make prove` tries thousands.
"""

import os

import pytest

from catalog import catalog
from ingest.pipeline import check_workbook
from prove.mistakes import Trial, judged
from tests.mutations import made
from tests.workbook_parts import Parts

COUNT = int(os.environ.get("MUTATIONS", "100"))
PAIRS = int(os.environ.get("PAIRS", "10"))
SEED = int(os.environ.get("SEED", "1"))


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    return Trial.begun(tmp_path_factory.mktemp("mutations"))


def test_no_mistake_is_accepted_in_silence_and_its_cell_is_named(trial, capsys):
    found = [(m, trial.judged(m)) for m in trial.mistakes(SEED)[:COUNT]]
    kinds = [kind for _, kind in found]
    wrong = len(kinds) - kinds.count("harmless")
    with capsys.disabled():
        print("\n", {kind: kinds.count(kind) for kind in set(kinds)})
    assert [str(m) for m, kind in found if kind == "silent"] == []
    assert kinds.count("first") >= 0.99 * wrong, [
        (str(m), kind) for m, kind in found if kind not in ("first", "harmless")
    ]


def test_what_is_found_alone_is_found_beside_any_other(trial):
    assert [said for pair in trial.pairs(SEED, PAIRS) if (said := trial.lost(*pair))] == []


def test_a_workbook_whose_parts_are_packed_again_is_the_same_month(trial):
    again = check_workbook(Parts(trial.workbook).packed(), "月报.xlsx", catalog(), trial.warehouse)
    assert {k: o.value for k, o in again.by_key.items()} == trial.truth


def test_a_kind_of_mistake_is_judged_by_what_a_person_is_told(trial):
    [mistake] = [m for m in trial.mistakes(SEED) if m.kind == "written out" and m.cell == "C4"][:1]
    checked = trial.check(made(trial.workbook, mistake))
    assert judged(checked, [mistake], trial.truth) == "first"
    checked.problems = []
    assert judged(checked, [mistake], trial.truth) == "silent"
