"""The header of a table: one or more rows above its first figures, with or without merges.

A column's name is the lowest text over it; what stands above is its group, a row of units below it
its unit.
"""

import re
from dataclasses import dataclass, field

from catalog import Catalog, Indicator, fold
from ingest.tables.dates import LONGEST, split_period
from ingest.tables.header_words import UNIT_WORDS
from ingest.tables.view import has_numbers, shown
from ingest.workbook.sheets import Sheet

# what a column holds: the indicator (None where the row names it) and the measure
Meaning = tuple[Indicator | None, str]

_CUMULATIVE = re.compile(
    r"(?:历史|期末|自?(?:上线|开通|启用)以来)?累计(?:值|情况|总?(?:数量?|量))?"
)
_NEW = re.compile(
    r"月?新增(?:值|情况|总?(?:数量?|量))?|增量|增加(?:数量?|量)?|[当本][月期](?:数量?|值|量)?"
)
_CHANGE = re.compile(
    r"(?:[较比]上月|环比)?(?:数量)?(?:变化|增减)(?:数量?|量|情况)?(?:\(个\))?|变化数量(?:\(个\))?"
)
_IN_BRACKETS = re.compile(r"(.+)[(（](粤[^()（）]{1,8})[)）]", re.DOTALL)  # a platform's name
_VALUE = ("", "数", "值", "数量", "数据")
_MOST_ROWS = 5  # of one header, with the title over it


@dataclass(eq=False)
class Table:
    """One table on one sheet: the column of its row labels, the rows that carry a known one, its
    header from `top` to `header`, its columns, and what a row of units below the header says.

    `repeats`: rows further down where the header stands again. `continued`: the rest of the table,
    to the right of it or on another sheet, each with a header of its own.
    """

    name: str
    sheet: Sheet
    key_column: int
    key_rows: list[int]
    top: int = 0
    header: int = 0
    columns: dict[int, Meaning] = field(default_factory=dict)
    name_rows: dict[int, int] = field(default_factory=dict)
    unit_row: int | None = None
    unit_column: int | None = None
    platform_column: int | None = None
    repeats: list[int] = field(default_factory=list)
    continued: list["Table"] = field(default_factory=list)
    heads_itself: bool = True  # False where it stands beside the first block, under no text

    @property
    def parts(self) -> list["Table"]:
        return [self, *self.continued]

    @property
    def named_columns(self) -> dict[int, tuple[Indicator, str]]:
        """The columns that name their indicator, unlike those of the platforms."""
        return {c: (i, measure) for c, (i, measure) in self.columns.items() if i}

    @property
    def meanings(self) -> set[Meaning]:
        return set(self.columns.values())

    @property
    def known_columns(self) -> set[int]:
        return {*self.columns, self.key_column} | (
            {self.platform_column} if self.platform_column else set()
        )

    @property
    def rows(self) -> range:
        return range(self.header, self.key_rows[-1] + 1)

    @property
    def header_rows(self) -> range:
        return range(self.top, (self.unit_row or self.header) + 1)

    @property
    def reach(self) -> set[int]:
        """The columns from its first to its last known one, and all that follow on either side
        without an empty column between."""
        used = {cell.column for r in self.rows for cell in self.sheet.rows.get(r, ())}
        reach = set(range(min(self.known_columns), max(self.known_columns) + 1))
        for step, start in ((-1, min(reach)), (1, max(reach))):
            column = start + step
            while column in used:
                reach.add(column)
                column += step
        return reach


def take_header(table: Table, catalog: Catalog) -> None:
    """Fill in the header whose lowest row of names is `table.header`: rows above it name the
    columns that it leaves blank."""
    columns = columns_of(table, catalog, table.header)
    table.name_rows = dict.fromkeys(columns, table.header)
    span = {*columns, table.key_column}
    table.top = table.header
    while table.header - table.top < _MOST_ROWS and _is_text(table.sheet, table.top - 1, span):
        table.top -= 1
        for column, meaning in columns_of(table, catalog, table.top).items():
            if column not in columns and not _named_below(table, column):
                columns[column], table.name_rows[column] = meaning, table.top
    _take_month_alone(table, columns)
    table.columns = dict(sorted(columns.items()))
    table.unit_row = _unit_row(table, catalog)
    table.unit_column = next(
        (c.column for c in _header_cells(table) if fold(c.text) in UNIT_WORDS), None
    )


def _take_month_alone(table: Table, columns: dict[int, Meaning]) -> None:
    """8月 alone beside 累计 is the month's own figure, if no other column and no other month may be
    meant."""
    if [measure for _, measure in columns.values()] != ["cumulative"] or table.name != "platform":
        return
    [row] = table.name_rows.values()
    periods = {c.column: split_period(c.text) for c in table.sheet.rows.get(row, ())}
    alone = [c for c, (name, period) in periods.items() if period and name in _VALUE]
    if alone != [*columns] and len(others := [c for c in alone if c not in columns]) == 1:
        columns[others[0]], table.name_rows[others[0]] = (None, "monthly"), row


def _is_text(sheet: Sheet, row: int, columns: set[int]) -> bool:
    return any(shown(sheet, row, c) for c in columns) and not has_numbers(sheet, row, columns)


def _named_below(table: Table, column: int) -> bool:
    return any((row, column) in table.sheet.cells for row in range(table.top + 1, table.header + 1))


def _header_cells(table: Table):
    return (c for r in table.header_rows for c in table.sheet.rows.get(r, ()))


def _unit_row(table: Table, catalog: Catalog) -> int | None:
    """The row right below the names, if at least half of its texts are units and none a number."""
    row = table.header + 1
    cells = [c for c in table.sheet.rows.get(row, ()) if c.column in table.columns]
    label = fold(shown(table.sheet, row, table.key_column))
    if not cells or row in table.key_rows or has_numbers(table.sheet, row, table.columns):
        return None
    if label and label not in UNIT_WORDS and not table.sheet.merged_at(row, table.key_column):
        return None
    units = [c for c in cells if unit_in(c.text) in catalog.units]
    return row if 2 * len(units) >= len(cells) else None


def unit_in(text: str) -> str:
    """A unit that stands in a cell of its own: 万人, （万人）, 单位：万人."""
    return fold(text).removeprefix("(").removesuffix(")").removeprefix("单位:")


def name_over(table: Table, column: int) -> tuple[int, str]:
    """(row, text) of what names a column; ("" at the header) where nothing does. A text merged over
    several columns names none of them."""
    for row in range(table.header, table.top - 1, -1):
        merged = table.sheet.merged_at(row, column)
        if merged is None or merged.left == merged.right:
            text = shown(table.sheet, row, column)
            if text:
                return (merged.top if merged else row), text
    return table.header, ""


def columns_of(table: Table, catalog: Catalog, row: int) -> dict[int, Meaning]:
    """column → meaning of the known headers in this row."""
    columns = sorted(
        c.column for c in table.sheet.rows.get(row, ()) if c.column != table.key_column
    )
    return {c: meaning for c in columns if (meaning := _meaning(table, catalog, row, c))}


def _meaning(table: Table, catalog: Catalog, row: int, column: int) -> Meaning | None:
    label = shown(table.sheet, row, column)
    name, period = split_period(label)
    up_to, within = bool(period and period.up_to), bool(period and not period.up_to)
    if table.name == "platform":
        if _CUMULATIVE.fullmatch(name) or (up_to and not name):
            return None, "cumulative"
        is_new = _NEW.fullmatch(name.removeprefix("(").removesuffix(")"))
        return (None, "monthly") if is_new and not up_to else None
    if table.name == "project":
        if _CHANGE.fullmatch(name) and not up_to:
            return catalog.indicator("project_count"), "monthly"
        said = name if period else label
        indicator = None if within else catalog.find_indicator("project", "", said)[0]
        return (indicator, indicator.measures[0]) if indicator else None
    indicator = _city_indicator(table, catalog, row, column, label)
    if indicator is None and period and name:
        indicator = _city_indicator(table, catalog, row, column, name)
        # 8月注册用户数 may be new users or all of them, 截至8月底月活跃用户数 no month's
        if indicator and indicator.kind == ("stock" if within else "flow"):
            return None
    return (indicator, indicator.measures[0]) if indicator else None


def _city_indicator(
    table: Table, catalog: Catalog, row: int, column: int, label: str
) -> Indicator | None:
    """The platform above a column decides; where none stands there, the label must begin with one
    or be the only one of its name."""
    group = catalog.find_platform(group_label(table, row - 1, column))
    if group is None:
        label, platform = split_platform(label)
        group = catalog.find_platform(platform)
    platforms = [group] if group else catalog.platforms
    found = (catalog.find_indicator(table.name, p.code, label)[0] for p in platforms)
    matches = {indicator.code: indicator for indicator in found if indicator}
    return next(iter(matches.values())) if len(matches) == 1 else None


def split_platform(label: str) -> tuple[str, str]:
    """注册用户数(万)（粤省事） without the platform behind it, and that."""
    behind = _IN_BRACKETS.fullmatch(label.strip()) if len(label) <= LONGEST else None
    return (behind[1], behind[2]) if behind else (label, "")


def group_label(table: Table, row: int, column: int) -> str:
    """The label above a column header: merged over it, repeated, or printed once at the left of its
    group."""
    for c in range(column, 0, -1):
        text = shown(table.sheet, row, c)
        if (
            text or c == table.key_column or table.sheet.merged_at(row, c)
        ):  # a merged area without a name is no part of the group to its left
            return "" if c == table.key_column else text
    return ""
