"""r: which figures on screen were revised. Tables, cards and charts find it by the cell that they
name as their source, so that no page can forget it."""

import re
from collections.abc import Mapping

import pandas as pd

from ui import on_screen
from warehouse import queries

HELP = "r：与首次入库时不同；写明原数、改它的入库和原因。经撤回恢复原数的不标。"
COLUMN, MONTH = "修订", "数据月份"
_SOURCES = ("出处", "依据")  # what the column of a table that names cells is called
_ALONE = r"(?<![\w.\-－—）)])"  # 更正-2022-08.xlsx is another file than 2022-08.xlsx
_CELLS = re.compile(r"!((?:[A-Z]{1,3}[0-9]+[、−…]?)+)")
_PART = re.compile(r"([A-Z]+)([0-9]+)(?:…([A-Z]+)([0-9]+))?")

Known = dict[str, list]  # file｜sheet → its revised cells, as rows of queries.common.revised_cells


def _known() -> Known:
    cells = queries.common.revised_cells()
    return {sheet: list(rows.itertuples()) for sheet, rows in cells.groupby("sheet")}


def mark(source, month: str | None = None) -> str:
    """What was revised in the cells that a source names: r 原 205.98（第 2 次入库改为 …）, each
    after its cell where it names several; '' for none."""
    return _mark(_known(), source, month or on_screen.screen().choices.get(MONTH))


def _mark(known: Known, source, month: str | None) -> str:
    if not isinstance(source, str):
        return ""
    found, several = [], len(_PART.findall(" ".join(_CELLS.findall(source)))) > 1 or "…" in source
    for sheet, cells in known.items():
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


def with_marks(columns: Mapping[str, list]) -> dict[str, list]:
    """The columns of a table with 修订 before the first that names sources, where a row's cell was
    revised; an empty one would cost a phone its width."""
    known, named = _known(), [n for n in columns if n.endswith(_SOURCES)]
    if not known or not named or COLUMN in columns:
        return dict(columns)
    rows = zip(*(columns[n] for n in named), strict=True)
    months = columns.get("月份") or columns.get("读数月份")
    chosen = on_screen.screen().choices.get(MONTH)
    said = [
        _mark(known, "；".join(map(str, row)), months[n] if months else chosen)
        for n, row in enumerate(rows)
    ]
    if not any(said):
        return dict(columns)
    at = list(columns).index(named[0])
    items = list(columns.items())
    return dict([*items[:at], (COLUMN, said), *items[at:]])


def noted(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the marks behind its sources: what a chart says on hover."""
    known = _known()
    if not known or frame.empty:
        return frame
    months = frame["month"].dt.strftime("%Y-%m") if "month" in frame else [None] * len(frame)
    chosen = on_screen.screen().choices.get(MONTH)
    return frame.assign(
        source=[
            s + "　" * bool(m := _mark(known, s, when or chosen)) + m if isinstance(s, str) else s
            for s, when in zip(frame["source"], months, strict=True)
        ]
    )
