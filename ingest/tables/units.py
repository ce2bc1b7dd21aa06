"""Whether the units of a table are those of the catalogue, wherever a workbook writes them: in a
name, in a row or column of their own, beside each figure, in a note above."""

import re
from collections import Counter
from functools import partial

from catalog import Catalog, Indicator, fold
from ingest.tables.dates import LONGEST, split_period
from ingest.tables.entries import Found
from ingest.tables.header_words import UNIT_WORDS
from ingest.tables.headers import Table, name_over, split_platform, unit_in
from ingest.workbook.sheets import Cell
from words.numbers import COUNTERS

_UNIT = rf"(?:[十百千]?[万亿]?[{COUNTERS}]次?|[十百千]?[万亿]|[十百千%])"
_UNIT_NOTE = re.compile(  # 填报单位：… and 单位：广州市 are offices
    r"(?:(?<![填制报送发管编用])单位:|(?:^|[(),;])(?:计量|金额|货币|数据)?单位:?)"
    rf"({_UNIT}(?:[,、;/和]{_UNIT}){{0,9}})(?=[(),;。]|$)"
)
_MONEY = "元分"  # counts no people or items


def check_unit(
    table: Table, row: int, column: int, text: str, indicator: Indicator, catalog: Catalog, found
) -> None:
    """The unit of a column or row named `text` here: in the name itself, or in the row or column
    that holds units only."""
    of_label = partial(catalog.find_indicator, indicator.table, indicator.platform)
    text = split_platform(text)[0]
    own = of_label(text)[1] or of_label(split_period(text)[0])[1]
    apart = _unit_apart(table, row, column, catalog)
    stated = ([(row, column, own)] if own else []) + ([apart] if apart else [])
    expected = catalog.printed_unit(indicator)
    if expected and not stated and expected not in dict(_units_noted(table)):
        found.say("unit-missing", table.sheet, row, column, label=indicator.name, expected=expected)
    wrong = [s for s in stated if _without_counted(s[2], indicator) != indicator.unit]
    if wrong:
        (first, at, unit), *rest = wrong
        others, right = [place[:2] for place in rest], indicator.unit or "无单位"
        facts = {"label": indicator.name, "found": unit, "expected": right}
        found.say("unit-changed", table.sheet, first, at, others, **facts)


def _without_counted(unit: str, indicator: Indicator) -> str:
    """万人 is 万 where the catalogue does not say what is counted."""
    bare = unit.rstrip(f"{COUNTERS}次")
    is_money = unit[-1:] in _MONEY
    return bare if bare == indicator.unit in ("", "万", "亿") and not is_money else unit


def check_note(table: Table, catalog: Catalog, found: Found) -> None:
    """A unit that a note over the table states must be that of one of its figures."""
    indicators = catalog.indicators_of(table.name)
    for unit, cell in _units_noted(table):
        if not any(_without_counted(unit, i) == i.unit for i in indicators):
            units = list(dict.fromkeys(i.unit for i in indicators if i.unit))
            place = table.sheet, cell.row, cell.column
            found.say("unit-noted", *place, found=unit, units=units)


def _units_noted(table: Table) -> list[tuple[str, Cell]]:
    """The units that a note over the table states, and where: 单位：个、万元."""
    rows, reach = range(max(table.top - 1, 1), table.header + 1), table.reach
    names = {(row, column) for column, row in table.name_rows.items()}
    cells = (cell for row in rows for cell in table.sheet.rows.get(row, ()))
    over = (
        c
        for c in cells
        if c.column in reach and (c.row, c.column) not in names and len(c.text) <= LONGEST
    )
    noted = ((_UNIT_NOTE.search(_with_next(table, cell)), cell) for cell in over)
    return [(unit, c) for match, c in noted if match for unit in re.split("[,、;/和]", match[1])]


def _with_next(table: Table, cell: Cell) -> str:
    """A text, folded; of 单位： that stands alone, with the unit in the next cell."""
    text = fold(cell.text)
    beside = text in UNIT_WORDS and table.sheet.cells.get((cell.row, cell.column + 1))
    return f"{text}:{fold(beside.text)}" if beside else text


def _unit_apart(
    table: Table, row: int, column: int, catalog: Catalog
) -> tuple[int, int, str] | None:
    if table.name != "platform" and (beside := _unit_beside(table, column, catalog)):
        return beside
    if table.name == "platform" and table.unit_column:
        column = table.unit_column
    elif table.unit_row is None:
        return None
    else:
        row = table.unit_row
    cell = table.sheet.cells.get((row, column))
    return (row, column, unit_in(cell.text)) if cell else None


def _unit_beside(table: Table, column: int, catalog: Catalog) -> tuple[int, int, str] | None:
    """The unit that stands again beside each figure of a column, under no name or 单位: where they
    differ, the one that is said least."""
    beside = column + 1
    header = fold(name_over(table, beside)[1])
    cells = [c for row in table.key_rows if (c := table.sheet.cells.get((row, beside)))]
    said = Counter(unit_in(c.text) for c in cells)
    if beside in table.known_columns or (header and header not in UNIT_WORDS) or not cells:
        return None
    if not all(unit in catalog.units or unit in COUNTERS for unit in said):
        return None
    behind = table.columns.get(beside + 1, (None, ""))[0]
    if behind and all(_without_counted(unit, behind) == behind.unit for unit in said):
        return None  # it stands before its figures
    rarest = min(cells, key=lambda c: said[unit_in(c.text)])
    return rarest.row, beside, unit_in(rarest.text)
