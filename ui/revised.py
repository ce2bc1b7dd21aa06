"""r: which figures on screen were revised. Tables, cards and charts find it by the cell that they
name as their source, so that no page can forget it."""

from collections.abc import Callable, Mapping

from paper.revised import known_cells, mark_of
from ui import on_screen

HELP = "r：与首次入库时不同；写明原数、改它的入库和原因。经撤回恢复原数的不标。"
COLUMN, MONTH = "修订", "数据月份"
_SOURCES = ("出处", "依据")  # what the column of a table that names cells is called


def mark(source, month: str | None = None) -> str:
    """What was revised in the cells that a source names: r 原 205.98（第 2 次入库改为 …）, each
    after its cell where it names several; '' for none."""
    return mark_of(known_cells(), source, month or on_screen.screen().choices.get(MONTH))


def marker() -> Callable[[str], str] | None:
    """What finds the mark of a source, for many of them; None where no cell was ever revised."""
    known, month = known_cells(), on_screen.screen().choices.get(MONTH)
    return (lambda source: mark_of(known, source, month)) if known else None


def with_marks(columns: Mapping[str, list]) -> dict[str, list]:
    """The columns of a table with 修订 before the first that names sources, where a row's cell was
    revised; an empty one would cost a phone its width."""
    known, named = known_cells(), [n for n in columns if n.endswith(_SOURCES)]
    if not known or not named or COLUMN in columns:
        return dict(columns)
    rows = zip(*(columns[n] for n in named), strict=True)
    months = columns.get("月份") or columns.get("数据所属月份")
    chosen = on_screen.screen().choices.get(MONTH)
    said = [
        mark_of(known, "；".join(map(str, row)), months[n] if months else chosen)
        for n, row in enumerate(rows)
    ]
    if not any(said):
        return dict(columns)
    at = list(columns).index(named[0])
    items = list(columns.items())
    return dict([*items[:at], (COLUMN, said), *items[at:]])
