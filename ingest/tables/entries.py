"""Reads located tables into entries, one per cell they hold.

A row or column with numbers and no known label is a problem, never skipped.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog import PROVINCE, Catalog, Indicator, Platform, fold
from ingest.problems import Problem, problem
from ingest.tables.locate import (
    Table,
    columns_of,
    group_label,
    has_numbers,
    is_key,
    is_number,
    locate,
    member,
    merged_at,
    shown,
)
from ingest.workbook.sheets import Cell, Sheet, address
from words.names import AREA_SHEETS, TABLE_SHEETS

TOTAL_LABELS = {"合计", "总计", "小计", "全省", "全省合计"}
_IGNORED_HEADERS = {"序号", "编号"}
_REFERENCE = "上月"  # columns of last month's values, as the template prints them for comparison


@dataclass(frozen=True)
class Entry:
    """One cell a table holds: which figure it is, and where it stands."""

    indicator: Indicator
    member_code: str
    measure: str
    sheet: Sheet
    row: int
    column: int

    @property
    def address(self) -> str:
        return address(self.row, self.column)

    @property
    def cell(self) -> Cell | None:
        return self.sheet.cells.get((self.row, self.column))


@dataclass
class Found:
    """Everything the three tables hold, and every problem met on the way.

    `totals`: a cities' total row, to be checked, not loaded.
    """

    entries: list[Entry] = field(default_factory=list)
    totals: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)

    def say(self, code: str, sheet: Sheet, row: int, column: int, **facts) -> None:
        """A problem at this position; in a merged area, at the one cell that a person can type
        into."""
        area = merged_at(sheet, row, column)
        self.problems.append(
            problem(
                code,
                sheet.title,
                address(area.top, area.left) if area else address(row, column),
                **facts,
            )
        )

    def tidied(
        self, sheet: Sheet, row: int, column: int, text: str, known: Iterable[str], name: str
    ) -> None:
        """List a label that was recognised although it is not typed as the catalogue has it."""
        if text not in known:
            self.say("label-normalised", sheet, row, column, found=text, name=name)


def find_tables(sheets: list[Sheet], catalog: Catalog) -> Found:
    """Entries and problems of the report's tables in these sheets."""
    found = Found()
    located = locate(sheets, catalog)
    for name, tables in located.items():
        for extra in tables[1:]:
            found.say(
                "table-duplicated",
                extra.sheet,
                extra.header,
                extra.key_column,
                table=TABLE_SHEETS[name],
                other=f"{tables[0].sheet.title}!{address(tables[0].header, tables[0].key_column)}",
            )
        if tables:
            found.tables[name] = tables[0]
    for table in found.tables.values():
        check_columns(table, _neighbours(table, located), catalog, found)
        (_read_platform_rows if table.name == "platform" else _read_members)(table, catalog, found)
    return found


def _neighbours(table: Table, located: dict[str, list[Table]]) -> set[int]:
    """Columns beside this table that belong to another table on the same rows."""
    others = [
        t
        for tables in located.values()
        for t in tables
        if t is not table and t.sheet is table.sheet
    ]
    return {
        c for t in others if set(t.rows) & set(table.rows) for c in t.reach
    } - table.known_columns


# columns


def check_columns(table: Table, neighbours: set[int], catalog: Catalog, found: Found) -> None:
    """The problems of a table's headers. `neighbours`: columns that are none of its own."""
    _drop_duplicates(table, found)
    unknown = _unknown_columns(table, neighbours)
    for column in unknown:
        label = shown(table.sheet, table.header, column)
        candidates = () if table.name == "platform" else catalog.indicators_of(table.name)
        found.say(
            "column-unknown",
            table.sheet,
            table.header,
            column,
            found=label,
            near=catalog.closest(label, candidates),
        )
    if table.name in ("city", *AREA_SHEETS):
        _check_group_labels(table, catalog, found)
    if not unknown:
        for label in _missing_columns(table, catalog):
            found.say(
                "column-missing",
                table.sheet,
                table.header,
                table.key_column,
                table=(TABLE_SHEETS | AREA_SHEETS)[table.name],
                label=label,
            )
    for column, (indicator, measure) in table.columns.items():
        text = shown(table.sheet, table.header, column)
        if indicator and measure == indicator.measures[0]:
            _check_unit(
                table.sheet,
                table.header,
                column,
                indicator,
                catalog.find_indicator(table.name, indicator.platform, text)[1],
                catalog,
                found,
            )
            found.tidied(
                table.sheet, table.header, column, text, indicator.spellings, indicator.label
            )


def _drop_duplicates(table: Table, found: Found) -> None:
    seen: dict = {}
    for column, meaning in list(table.columns.items()):
        if meaning in seen:
            found.say(
                "column-duplicated",
                table.sheet,
                table.header,
                column,
                label=shown(table.sheet, table.header, column),
                other=address(table.header, seen[meaning]),
            )
            del table.columns[column]
        seen.setdefault(meaning, column)


def _unknown_columns(table: Table, neighbours: set[int]) -> list[int]:
    """Columns that hold numbers beside this table's row labels under a header nobody knows, or
    under none."""
    numeric = Counter(
        cell.column for r in table.key_rows for cell in table.sheet.rows[r] if is_number(cell)
    )
    free = [c for c in numeric if c not in table.known_columns | neighbours]
    return sorted(c for c in free if not is_passed_over(shown(table.sheet, table.header, c)))


def is_passed_over(header: str) -> bool:
    """Whether a column under this header is there for the reader of the sheet only."""
    return fold(header) in _IGNORED_HEADERS or fold(header).startswith(_REFERENCE)


def _missing_columns(table: Table, catalog: Catalog) -> list[str]:
    present = set(table.columns.values())
    if table.name == "platform":
        return [
            label
            for label, meaning in (("累计", (None, "cumulative")), ("新增", (None, "monthly")))
            if meaning not in present
        ]
    expected = [
        (i, m)
        for i in catalog.indicators_of(table.name)
        for m in i.measures
        if i.since is None and i.until is None
    ]
    return [
        i.label if m == i.measures[0] else "数量变化(个)"
        for i, m in expected
        if (i, m) not in present
    ]


def _check_group_labels(table: Table, catalog: Catalog, found: Found) -> None:
    """A label over data columns must be a platform's name, unless it is a title that also stands
    over the row labels."""
    row = table.header - 1
    titled = any(
        (row, table.key_column) in a and (row, c) in a
        for a in table.sheet.merges
        for c in table.columns
    )
    if titled or not any(catalog.find_platform(group_label(table, row, c)) for c in table.columns):
        return
    nameless = {
        a.left
        for a in table.sheet.merges
        if a.top == row and a.left in table.columns and not shown(table.sheet, row, a.left)
    }
    for column in table.columns:
        cell = table.sheet.cells.get((row, column))
        if column in nameless or (cell and catalog.find_platform(cell.text) is None):
            text = cell.text if cell else ""
            found.say(
                "platform-unknown",
                table.sheet,
                row,
                column,
                found=text,
                near=catalog.closest(text, catalog.platforms),
            )


def _check_unit(
    sheet: Sheet,
    row: int,
    column: int,
    indicator: Indicator,
    unit: str | None,
    catalog: Catalog,
    found: Found,
) -> None:
    expected = catalog.printed_unit(indicator)
    if expected and unit is None:
        found.say("unit-missing", sheet, row, column, label=indicator.name, expected=expected)
    elif unit is not None and unit != indicator.unit:
        found.say(
            "unit-changed",
            sheet,
            row,
            column,
            label=indicator.name,
            found=unit,
            expected=indicator.unit,
        )


# rows


def _data_rows(table: Table, catalog: Catalog) -> list[int]:
    """Rows from below the header to the last one that belongs: known labels, even without a number,
    and unknown ones with numbers."""
    last = table.key_rows[-1]
    while has_numbers(table.sheet, last + 1, table.columns) or _is_named(table, last + 1, catalog):
        last += 1
    headers = {
        r
        for r in range(table.header + 1, last + 1)
        if columns_of(table, catalog, r).keys() & table.columns.keys()
    }
    return [
        r for r in range(table.header + 1, last + 1) if r not in headers
    ]  # a repeated header (page break) is not data


def _is_named(table: Table, row: int, catalog: Catalog) -> bool:
    if table.name == "platform":
        return is_key(table.name, shown(table.sheet, row, table.key_column), catalog)
    return member(table.name, _row_label(table, row, catalog)[1], catalog) is not None


def _read_members(table: Table, catalog: Catalog, found: Found) -> None:
    kind, members = ("city", catalog.cities) if table.name == "city" else ("stage", catalog.stages)
    by_code, seen, unknown = {m.code: m for m in members}, {}, False
    for row in _data_rows(table, catalog):
        column, text = _row_label(table, row, catalog)
        code = member(table.name, text, catalog)
        if code is None and fold(text) in TOTAL_LABELS:
            found.totals += _entries(table, row, PROVINCE)
        elif code is None and has_numbers(table.sheet, row, table.columns):
            unknown = True
            found.say(
                f"{kind}-unknown",
                table.sheet,
                row,
                column,
                found=text,
                near=catalog.closest(text, members),
            )
        elif code in seen:
            found.say(
                f"{kind}-duplicated",
                table.sheet,
                row,
                column,
                label=text,
                other=address(seen[code], table.key_column),
            )
        elif code:
            seen[code] = row
            found.entries += _entries(table, row, code)
            found.tidied(
                table.sheet, row, column, text, by_code[code].spellings, by_code[code].label
            )
    missing = [m for m in members if m.code not in seen]
    if missing and not unknown:  # a misspelled row is the missing one: one cause, one problem
        _say_missing(table, missing, len(seen), len(members), found)


def _say_missing(table: Table, missing, count: int, expected: int, found: Found) -> None:
    if table.name == "city":
        labels = "、".join(m.name for m in missing)
        found.say(
            "city-missing",
            table.sheet,
            table.header,
            table.key_column,
            labels=labels,
            expected=expected,
            count=count,
        )
    else:
        for stage in missing:
            found.say(
                "stage-missing", table.sheet, table.header, table.key_column, label=stage.label
            )


def _entries(table: Table, row: int, member_code: str) -> list[Entry]:
    return [
        Entry(indicator, member_code, measure, table.sheet, row, c)
        for c, (indicator, measure) in table.columns.items()
    ]


def _row_label(table: Table, row: int, catalog: Catalog) -> tuple[int, str]:
    """A row's label: in the key column, or (the merged total row of the projects) in a column
    before it."""
    text = shown(table.sheet, row, table.key_column)
    if not text and table.name == "project":
        for column in range(table.key_column - 1, 0, -1):
            cell = table.sheet.cells.get((row, column))
            if cell and member(table.name, cell.text, catalog):
                return column, cell.text.strip()
    return table.key_column, text


def _read_platform_rows(table: Table, catalog: Catalog, found: Found) -> None:
    sheet, column, seen = table.sheet, table.platform_column, {}
    platform: Platform | None = None
    unknown = False
    for row in _data_rows(table, catalog):
        label = shown(sheet, row, column) if column else ""
        if not label and column and _starts_nameless(sheet, row, column):
            found.say("platform-unknown", sheet, row, column, found="", near=None)
            unknown = True
        if label:  # blank: the platform printed above goes on
            platform = catalog.find_platform(label)
            unknown = platform is None
            if (row, column) in sheet.cells and unknown:
                found.say(
                    "platform-unknown",
                    sheet,
                    row,
                    column,
                    found=label,
                    near=catalog.closest(label, catalog.platforms),
                )
            elif (row, column) in sheet.cells:
                found.tidied(sheet, row, column, label, platform.spellings, platform.label)
        if not unknown and (
            shown(sheet, row, table.key_column) or has_numbers(sheet, row, table.columns)
        ):
            _read_indicator_row(table, row, platform, seen, catalog, found)


def _starts_nameless(sheet: Sheet, row: int, column: int) -> bool:
    """A merged area that begins here and holds no name, or the first row of all: no platform above
    can be meant."""
    return any((a.top, a.left) == (row, column) for a in sheet.merges)


def _read_indicator_row(
    table: Table, row: int, platform: Platform | None, seen: dict, catalog: Catalog, found: Found
) -> None:
    column, text = table.key_column, shown(table.sheet, row, table.key_column)
    indicator, unit = catalog.find_indicator("platform", platform.code if platform else "", text)
    if indicator is None:
        of_platform = [
            i
            for i in catalog.indicators_of("platform")
            if platform is None or i.platform == platform.code
        ]
        found.say(
            "indicator-unknown",
            table.sheet,
            row,
            column,
            found=text,
            near=catalog.closest(text, of_platform),
            platform=platform.name if platform else "未写明的平台",
        )
    elif indicator.code in seen:
        found.say(
            "indicator-duplicated",
            table.sheet,
            row,
            column,
            label=indicator.label,
            other=address(seen[indicator.code], column),
        )
    else:
        seen[indicator.code] = row
        _check_unit(table.sheet, row, column, indicator, unit, catalog, found)
        found.tidied(table.sheet, row, column, text, indicator.spellings, indicator.label)
        found.entries += [
            Entry(indicator, PROVINCE, measure, table.sheet, row, c)
            for c, (_, measure) in table.columns.items()
        ]
