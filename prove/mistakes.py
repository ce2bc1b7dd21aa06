"""One or two mistakes of the kinds that people and spreadsheets make, at cells drawn at random:
how many are accepted without a word, and how often is their cell named."""

import concurrent.futures
import functools
import itertools
from collections import Counter

from catalog import catalog
from ingest.pipeline import Checked, check_workbook
from ingest.problems import Problem
from ingest.workbook import sandbox
from prove.figures import Figure, none
from prove.warehouses import folder, in_folder, published, simulated
from tests.mutations import Mutation, mutations
from warehouse.kind import Warehouse

SIZES = {"pr": {"count": 2_500}, "night": {"count": 20_000}}


def prove(count: int) -> list[Figure]:
    """Half of them alone, half in pairs."""
    with folder() as place, concurrent.futures.ProcessPoolExecutor(2) as pool:
        path = in_folder(place)
        workbooks = list(simulated(6).values())
        published(path, workbooks[4], "before.xlsx")
        tried = pool.map(functools.partial(_half, path, workbooks[5], count // 2), (1, 2))
        (one, silent, ones), (two, silent_two, twos) = tried
    wrong = ones - one["harmless"]
    named = one["named"] / max(1, wrong)
    return [
        none("one mistake, accepted without a word", silent, ones),
        Figure("one mistake, its cell named", f"{named:.1%}", "at least 99%", named >= 0.99),
        Figure("changes that change no figure", str(one["harmless"])),
        none("two mistakes, accepted without a word", silent_two, twos),
        Figure("two mistakes, both cells named", f"{two['named'] / max(1, twos):.1%}"),
    ]


def _half(warehouse: Warehouse, workbook: bytes, count: int, mistakes: int):
    """(how many of each kind, those accepted in silence, how many tried)."""
    true = _check(workbook, warehouse)
    figures = {(o.source_sheet, o.source_cell) for o in true.observations if o.value is not None}
    sheets = sandbox.read_workbook(workbook)
    if isinstance(sheets, Problem):
        raise ValueError(sheets.message)
    first = mutations(workbook, sheets, figures, count, seed=1)
    kinds: Counter[str] = Counter()
    silent = []
    for n, mutation in enumerate(first):
        made = [mutation]
        if mistakes == 2:  # another one in what the first has made
            made += itertools.islice(mutations(mutation.workbook, sheets, figures, 1, seed=n), 1)
        kind = _judged(_check(made[-1].workbook, warehouse), made, true)
        kinds[kind] += 1
        if kind == "silent":
            silent.append(" and ".join(f"{m.kind} at {m.sheet}!{m.cell}" for m in made))
    return kinds, silent, sum(kinds.values())


def _check(workbook: bytes, warehouse: Warehouse) -> Checked:
    return check_workbook(workbook, "月报.xlsx", catalog(), warehouse, simulated=True)


def _judged(checked: Checked, made: list[Mutation], true: Checked) -> str:
    said = [p for p in checked.problems if p.severity != "规范"]
    if not said:
        read, meant = ({k: o.value for k, o in c.by_key.items()} for c in (checked, true))
        return "harmless" if read == meant else "silent"
    text = " ".join(f"{p.sheet}!{p.cell} {p.message}" for p in said)
    return "named" if all(f"{m.sheet}!{m.cell}" in text for m in made) else "elsewhere"
