"""One damaged cell at a time: nothing wrong is accepted without a word, and the cell is named.

MUTATIONS=100000 tries every one, `make prove` many in pairs.
"""

import os

import pytest

from catalog import catalog
from demo.simulate import simulate
from ingest.changes.publish import publish
from ingest.forms.report import Cover, write_report
from ingest.pipeline import check_workbook
from ingest.workbook import sandbox
from tests.mutations import Mutation, mutations
from warehouse.file import FileWarehouse

COUNT = int(os.environ.get("MUTATIONS", "250"))
SEED = int(os.environ.get("SEED", "1"))


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """(warehouse with the month before, the true values, the mutated workbooks)."""
    months = simulate(catalog())
    before, month = list(months)[4:6]
    path = FileWarehouse(tmp_path_factory.mktemp("mutations") / "warehouse.duckdb")
    first = check_workbook(
        write_report(Cover(before, simulated=True), months[before], catalog()),
        "before.xlsx",
        catalog(),
        path,
        simulated=True,
    )
    publish(path, first, "test", catalog())
    workbook = write_report(Cover(month, simulated=True), months[month], catalog())
    true = check_workbook(workbook, "true.xlsx", catalog(), path, simulated=True)
    assert [p for p in true.problems if p.severity != "规范"] == []
    figures = {(o.source_sheet, o.source_cell) for o in true.observations if o.value is not None}
    return (
        path,
        {k: o.value for k, o in true.by_key.items()},
        mutations(workbook, sandbox.read_workbook(workbook), figures, COUNT, SEED),
    )


def test_no_mistake_is_accepted_in_silence_and_its_cell_is_named(damaged, capsys):
    path, truth, mutated = damaged
    silent, exact, mentioned, harmless, unnamed = [], 0, 0, 0, []
    for m in mutated:
        checked = check_workbook(m.workbook, "月报.xlsx", catalog(), path, simulated=True)
        said = [p for p in checked.problems if p.severity != "规范"]
        read = {k: o.value for k, o in checked.by_key.items()}
        if not said and read == truth:
            harmless += 1
        elif not said:
            silent.append(m)
        elif any((p.sheet, p.cell) == (m.sheet, m.cell) for p in said):
            exact += 1
        elif any(f"{m.sheet}!{m.cell}" in p.message for p in said):
            mentioned += 1
        else:
            unnamed.append((m, [(p.sheet, p.cell, p.code) for p in said]))
    total = exact + mentioned + len(unnamed) + len(silent)
    with capsys.disabled():
        print(
            f"\n{total} mistakes: {len(silent)} silent, {exact} named, {mentioned} named "
            f"second, {len(unnamed)} elsewhere; {harmless} changed nothing"
        )
        for m, problems in [(m, []) for m in silent[:10]] + unnamed[:20]:
            print("  ", _described(m), problems)
    assert silent == []
    assert exact >= 0.99 * total


def _described(m: Mutation) -> str:
    return f"{m.kind}: {m.sheet}!{m.cell} was {m.before}"
