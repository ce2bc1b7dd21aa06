"""Finds the report's three tables by the labels in them, wherever they stand, and yields one entry per cell they hold. Addresses decide nothing.

A table shows itself by its row labels (40 indicators, 7 stages, 21 cities: no single slip hides it). Its header is what stands above the first
of those rows, its columns are those whose header is known; a column or row with numbers and no known label is a problem, never skipped.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from catalog import PROVINCE, Catalog, Indicator, Platform, fold
from ingest.layout import TABLE_SHEETS
from ingest.numeral import fold_width, parse_number
from ingest.problems import Problem, problem
from ingest.read import Cell, Sheet, address

KEY_LABELS = {"platform": "主要指标", "project": "阶段", "city": "地区"}
TOTAL_LABELS = {"合计", "总计", "小计", "全省", "全省合计"}
_MEASURE = re.compile(r"(?:\d{1,2}月|当月|本月)?(新增|数量变化)(?:\(个\))?")
MONTHLY_HEADER = re.compile(r"(\d{1,2})\s*月\s*(?:新增|数量变化)")
_SERIAL = {"序号", "编号"}
_FEWEST_KEYS = 3


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
    """Everything the three tables hold, and every problem met on the way. `totals`: entries of a cities' total row, to be checked, not loaded."""

    entries: list[Entry] = field(default_factory=list)
    totals: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, tuple[Sheet, int, int]] = field(default_factory=dict)  # table → sheet, row and column of its header
    used_sheets: set[str] = field(default_factory=set)

    def say(self, code: str, sheet: Sheet, row: int, column: int, **facts) -> None:
        self.problems.append(problem(code, sheet.title, address(row, column), **facts))


Meaning = tuple[Indicator | None, str]  # what a column holds: the indicator (None where the row names it) and the measure


@dataclass
class Table:
    """One table on one sheet: the column of its row labels, the rows that carry a known one, its header row and its columns."""

    name: str
    sheet: Sheet
    key_column: int
    key_rows: list[int]
    header: int = 0
    columns: dict[int, Meaning] = field(default_factory=dict)

    @property
    def span(self) -> range:
        used = (*self.columns, self.key_column)
        return range(min(used), max(used) + 1)


def find_tables(sheets: list[Sheet], catalog: Catalog) -> Found:
    """Entries and problems of the report's tables in these sheets. A table that is nowhere has no place in `places`."""
    found = Found()
    for name in TABLE_SHEETS:
        tables = [t for sheet in sheets if (t := _locate(sheet, name, catalog))]
        tables.sort(key=lambda t: -len(t.key_rows))
        for extra in tables[1:]:
            found.say("table-duplicated", extra.sheet, extra.header, extra.key_column, table=TABLE_SHEETS[name],
                      other=f"{tables[0].sheet.title}!{address(tables[0].header, tables[0].key_column)}")  # fmt: skip
        if tables:
            table = tables[0]
            found.places[name] = (table.sheet, table.header, table.key_column)
            found.used_sheets.add(table.sheet.title)
            _check_columns(table, catalog, found)
            _READERS[name](table, catalog, found)
    return found


# where a table is


def _locate(sheet: Sheet, name: str, catalog: Catalog) -> Table | None:
    rows_by_column: dict[int, list[int]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind == "text" and _is_key(name, cell.text, catalog):
            rows_by_column.setdefault(column, []).append(row)
    if not rows_by_column:
        return None
    key_column = max(rows_by_column, key=lambda c: len(rows_by_column[c]))
    table = Table(name, sheet, key_column, rows_by_column[key_column])
    if len(table.key_rows) < _FEWEST_KEYS:
        return None
    table.header = _header_row(table, catalog)
    table.columns = _columns(table, catalog, table.header)
    return table if table.columns else None


def _is_key(name: str, text: str, catalog: Catalog) -> bool:
    return catalog.names_indicator(name, text) if name == "platform" else _member(name, text, catalog) is not None


def _member(name: str, text: str, catalog: Catalog) -> str | None:
    """The code of the city or stage that a row label names."""
    member = catalog.find_city(text) if name == "city" else catalog.find_stage(text)
    return member and member.code


def _header_row(table: Table, catalog: Catalog) -> int:
    """The nearest row above the first known row label that holds labels and no numbers."""
    row = table.key_rows[0] - 1
    while row > 0 and (_has_numbers(table.sheet, row) or row not in table.sheet.rows) and not _columns(table, catalog, row):
        row -= 1
    return max(row, 1)


def _columns(table: Table, catalog: Catalog, row: int) -> dict[int, Meaning]:
    columns = sorted(c.column for c in table.sheet.rows.get(row, ()) if c.column != table.key_column)
    return {c: meaning for c in columns if (meaning := _meaning(table, catalog, row, c))}


def _meaning(table: Table, catalog: Catalog, row: int, column: int) -> Meaning | None:
    label = shown(table.sheet, row, column)
    measure = _MEASURE.fullmatch(fold(label))
    if table.name == "platform":
        return (None, "cumulative") if fold(label) == "累计" else (None, "monthly") if measure and measure[1] == "新增" else None
    if table.name == "project":
        if measure and measure[1] == "数量变化":
            return catalog.indicator("project_count"), "monthly"
        indicator, _ = catalog.find_indicator("project", "", label)
    else:
        group = catalog.find_platform(_group_label(table.sheet, row - 1, column, table.key_column))
        matches = [i for p in ([group] if group else catalog.platforms) if (i := catalog.find_indicator("city", p.code, label)[0])]
        indicator = matches[0] if len(matches) == 1 else None
    return indicator and (indicator, indicator.measures[0])


def _group_label(sheet: Sheet, row: int, column: int, key_column: int) -> str:
    """The label above a column header: merged over it, repeated, or printed once at the left of its group."""
    for c in range(column, 0, -1):
        text = shown(sheet, row, c)
        if text or c == key_column:
            return text if c != key_column else ""
    return ""


# its columns


def _check_columns(table: Table, catalog: Catalog, found: Found) -> None:
    seen: dict[Meaning, int] = {}
    for column, meaning in list(table.columns.items()):
        if meaning in seen:
            found.say("column-duplicated", table.sheet, table.header, column, label=shown(table.sheet, table.header, column),
                      other=address(table.header, seen[meaning]))  # fmt: skip
            del table.columns[column]
        seen.setdefault(meaning, column)
    unknown = _unknown_columns(table, catalog)
    for column in unknown:
        label = shown(table.sheet, table.header, column)
        candidates = () if table.name == "platform" else catalog.indicators_of(table.name)
        found.say("column-unknown", table.sheet, table.header, column, found=label, near=catalog.closest(label, candidates))
    if table.name == "city":
        _check_group_labels(table, catalog, found)
    if not unknown:
        for label in _missing_columns(table, catalog):
            found.say("column-missing", table.sheet, table.header, table.key_column, table=TABLE_SHEETS[table.name], label=label)
    for column, (indicator, measure) in table.columns.items():
        if indicator and measure == indicator.measures[0]:
            unit = catalog.find_indicator(table.name, indicator.platform, shown(table.sheet, table.header, column))[1]
            _check_unit(table.sheet, table.header, column, indicator, unit, catalog, found)


def _unknown_columns(table: Table, catalog: Catalog) -> list[int]:
    """Columns of this table that hold numbers under a header nobody knows, or under none."""
    sheet, span = table.sheet, list(table.span)
    numeric = Counter(cell.column for r in table.key_rows for cell in sheet.rows[r] if _is_number(cell))
    for step in (-1, 1):  # neighbours belong to the table as long as no empty column lies between
        column = (span[0] if step < 0 else span[-1]) + step
        while numeric[column]:
            span.append(column)
            column += step
    known = {*table.columns, table.key_column, _platform_column(table, catalog) if table.name == "platform" else None}
    return sorted(c for c in span if numeric[c] and c not in known and fold(shown(sheet, table.header, c)) not in _SERIAL)


def _missing_columns(table: Table, catalog: Catalog) -> list[str]:
    present = set(table.columns.values())
    if table.name == "platform":
        return [label for label, meaning in (("累计", (None, "cumulative")), ("新增", (None, "monthly"))) if meaning not in present]
    expected = [(i, m) for i in catalog.indicators_of(table.name) for m in i.measures if i.since is None and i.until is None]
    return [i.label if m == i.measures[0] else "数量变化(个)" for i, m in expected if (i, m) not in present]


def _check_group_labels(table: Table, catalog: Catalog, found: Found) -> None:
    """A label over data columns must be a platform's name, unless it is a title that also stands over the row labels."""
    row = table.header - 1
    titled = any((row, table.key_column) in a and (row, c) in a for a in table.sheet.merges for c in table.columns)
    for column in () if titled else table.columns:
        cell = table.sheet.cells.get((row, column))
        if cell and catalog.find_platform(cell.text) is None:
            found.say("platform-unknown", table.sheet, row, column, found=cell.text, near=catalog.closest(cell.text, catalog.platforms))


def _check_unit(sheet: Sheet, row: int, column: int, indicator: Indicator, unit: str | None, catalog: Catalog, found: Found) -> None:
    expected = catalog.printed_unit(indicator)
    if expected and unit is None:
        found.say("unit-missing", sheet, row, column, label=indicator.name, expected=expected)
    elif unit is not None and unit != indicator.unit:
        found.say("unit-changed", sheet, row, column, label=indicator.name, found=unit, expected=indicator.unit)


# its rows


def _data_rows(table: Table, catalog: Catalog) -> list[int]:
    """Rows from below the header to the last one that belongs: known labels, and unknown ones with numbers beside them."""
    last = table.key_rows[-1]
    while _has_numbers(table.sheet, last + 1, table.columns):
        last += 1
    rows = range(table.header + 1, last + 1)
    return [r for r in rows if not _columns(table, catalog, r)]  # a repeated header (page break) is not data


def _read_city_rows(table: Table, catalog: Catalog, found: Found) -> None:
    _read_members(table, catalog, found, "city", catalog.cities)


def _read_project_rows(table: Table, catalog: Catalog, found: Found) -> None:
    _read_members(table, catalog, found, "stage", catalog.stages)


def _read_members(table: Table, catalog: Catalog, found: Found, kind: str, members) -> None:
    seen: dict[str, int] = {}
    unknown = False
    for row in _data_rows(table, catalog):
        column, text = _row_label(table, row)
        code = _member(table.name, text, catalog)
        if code is None and fold(text) in TOTAL_LABELS:
            found.totals += _entries(table, row, PROVINCE)
        elif code is None and _has_numbers(table.sheet, row, table.columns):
            unknown = True
            found.say(f"{kind}-unknown", table.sheet, row, column, found=text, near=catalog.closest(text, members))
        elif code in seen:
            found.say(f"{kind}-duplicated", table.sheet, row, column, label=text, other=address(seen[code], table.key_column))
        elif code:
            seen[code] = row
            found.entries += _entries(table, row, code)
    missing = [m for m in members if m.code not in seen]
    if missing and not unknown:  # a misspelled row is the missing one: one cause, one problem
        _say_missing(table, missing, len(seen), len(members), found)


def _say_missing(table: Table, missing, count: int, expected: int, found: Found) -> None:
    if table.name == "city":
        labels = "、".join(m.name for m in missing)
        found.say("city-missing", table.sheet, table.header, table.key_column, labels=labels, expected=expected, count=count)
    else:
        for stage in missing:
            found.say("stage-missing", table.sheet, table.header, table.key_column, label=stage.label)


def _entries(table: Table, row: int, member_code: str) -> list[Entry]:
    return [Entry(indicator, member_code, measure, table.sheet, row, c) for c, (indicator, measure) in table.columns.items()]


def _row_label(table: Table, row: int) -> tuple[int, str]:
    """A row's label: in the key column, or (the merged total row of the projects) in a column before it."""
    for column in range(table.key_column, 0, -1):
        cell = table.sheet.cells.get((row, column))
        if cell and cell.kind == "text":
            return column, cell.text.strip()
        if table.name != "project":
            break
    return table.key_column, shown(table.sheet, row, table.key_column)


def _read_platform_rows(table: Table, catalog: Catalog, found: Found) -> None:
    sheet, seen = table.sheet, {}
    platform_column = _platform_column(table, catalog)
    platform: Platform | None = None
    unknown_platform = False
    for row in _data_rows(table, catalog):
        label = shown(sheet, row, platform_column) if platform_column else ""
        if label:  # blank: the platform printed above goes on
            known = catalog.find_platform(label)
            if known is None and (row, platform_column) in sheet.cells:
                found.say("platform-unknown", sheet, row, platform_column, found=label, near=catalog.closest(label, catalog.platforms))
            platform, unknown_platform = known, known is None
        if not unknown_platform and (shown(sheet, row, table.key_column) or _has_numbers(sheet, row, table.columns)):
            _read_indicator_row(table, row, platform, seen, catalog, found)


def _read_indicator_row(table: Table, row: int, platform: Platform | None, seen: dict, catalog: Catalog, found: Found) -> None:
    column, text = table.key_column, shown(table.sheet, row, table.key_column)
    indicator, unit = catalog.find_indicator("platform", platform.code if platform else "", text)
    if indicator is None:
        of_platform = [i for i in catalog.indicators_of("platform") if platform is None or i.platform == platform.code]
        found.say("indicator-unknown", table.sheet, row, column, found=text, near=catalog.closest(text, of_platform),
                  platform=platform.name if platform else "未写明的平台")  # fmt: skip
    elif indicator.code in seen:
        found.say("indicator-duplicated", table.sheet, row, column, label=indicator.label, other=address(seen[indicator.code], column))
    else:
        seen[indicator.code] = row
        _check_unit(table.sheet, row, column, indicator, unit, catalog, found)
        found.entries += [Entry(indicator, PROVINCE, measure, table.sheet, row, c) for c, (_, measure) in table.columns.items()]


def _platform_column(table: Table, catalog: Catalog) -> int | None:
    counts = Counter(c for (r, c), cell in table.sheet.cells.items() if r > table.header and c != table.key_column and catalog.find_platform(cell.text))
    return max(counts, key=counts.get, default=None)


_READERS = {"platform": _read_platform_rows, "project": _read_project_rows, "city": _read_city_rows}


# what stands at a position


def shown(sheet: Sheet, row: int, column: int) -> str:
    """The text a reader sees at a position: its own, or that of the merged area it lies in."""
    cell = sheet.cells.get((row, column))
    if cell is None:
        area = next((a for a in sheet.merges if (row, column) in a), None)
        cell = sheet.cells.get((area.top, area.left)) if area else None
    return cell.text.strip() if cell else ""


def _is_number(cell: Cell) -> bool:
    return cell.kind in ("number", "error", "uncalculated") or parse_number(fold_width(cell.text).rstrip("%万亿"), "") is not None


def _has_numbers(sheet: Sheet, row: int, columns=None) -> bool:
    return any(_is_number(cell) for cell in sheet.rows.get(row, ()) if columns is None or cell.column in columns)
