"""r: which figures were revised, found by the cell that they name as their source, on pages and in
documents alike."""

import re
from collections.abc import Sequence

from warehouse import queries
from warehouse.reader import reader

_ALONE = r"(?<![\w.\-－—）)])"  # 更正-2022-08.xlsx is another file than 2022-08.xlsx
_CELLS = re.compile(r"!((?:[A-Z]{1,3}[0-9]+[、−…]?)+)")
_PART = re.compile(r"([A-Z]+)([0-9]+)(?:…([A-Z]+)([0-9]+))?")

Known = dict[str, list]  # file｜sheet → its revised cells, as rows of queries.common.revised_cells


def known_cells() -> Known:
    """Not to be changed: kept with the state of the warehouse, a page asks it up to six times."""
    return reader().remembered(("revised cells",), _read_cells)


def _read_cells() -> Known:
    cells = queries.common.revised_cells()
    return {sheet: list(rows.itertuples()) for sheet, rows in cells.groupby("sheet")}


def marks(sources: Sequence, month: str) -> list[str]:
    """What was revised in the cells that each source names; '' for none."""
    known = known_cells()
    return [mark_of(known, source, month) for source in sources]


def mark_of(known: Known, source, month: str | None) -> str:
    if not isinstance(source, str):
        return ""
    found, several = [], len(_PART.findall(" ".join(_CELLS.findall(source)))) > 1 or "…" in source
    for sheet, cells in known.items():
        if sheet not in source:  # nearly always, and a pattern costs thirty times as much
            continue
        for start in (m.end() for m in re.finditer(_ALONE + re.escape(sheet), source)):
            named = _CELLS.match(source, start)
            found += [
                f"{c.cell} {c.mark}" if several else c.mark
                for c in cells
                if named and _names(named[1], c.cell) and (not c.shared or c.month_text == month)
            ]
    return "；".join(dict.fromkeys(found))


def _names(said: str, cell: str) -> bool:
    """Whether C4、C5 or C4…C24 names the cell."""
    own = cell.rstrip("0123456789")
    row = int(cell.removeprefix(own))
    return any(
        own == column and to in ("", own) and int(first) <= row <= int(last or first)
        for column, first, to, last in _PART.findall(said)
    )
