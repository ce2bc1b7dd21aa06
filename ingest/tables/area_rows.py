"""Reads tables of counties and towns some rows at a time: 86,000 cells are never in memory
together."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from catalog import PROVINCE, Area, Catalog, fold
from ingest.bounded_problems import BoundedProblems
from ingest.cover import Cover
from ingest.problems import Problem, problem
from ingest.tables.areas import LEVELS, AreaTable, level_of
from ingest.tables.columns import check_repeat, say_unknown
from ingest.tables.entries import Entry, Found
from ingest.tables.header_words import is_passed_over
from ingest.tables.headers import columns_of, name_over
from ingest.tables.months import month_in
from ingest.tables.notices import say_covered, say_hidden_parts
from ingest.tables.observe import observe
from ingest.tables.rows import NOTE, as_again, is_signed, sums_up, texts_of_header
from ingest.tables.view import has_numbers, is_number, uncovered
from ingest.workbook.sheets import Cell, Sheet, coordinate
from warehouse.loads import Observation
from words.clock import month_printed
from words.names import AREA_SHEETS


@dataclass
class AreaRows:
    """Reads the table of one level, slice after slice, from the top of each of its sheets.

    What it could not place is in `problems`; `rows` are the areas it met, with sheet and row.
    """

    areas: dict[str, AreaTable]  # by sheet; the first, and those on which it goes on
    cover: Cover
    catalog: Catalog
    problems: BoundedProblems
    rows: dict[str, tuple[str, int]] = field(default_factory=dict)
    unknown: bool = False  # a name was not recognised: which areas are missing cannot be told
    _labels: dict[str, str] = field(
        default_factory=dict
    )  # the names above a row, carried down where a cell is blank or merged
    _told: set[str] = field(default_factory=set)
    _columns: dict[str, set[int]] = field(default_factory=dict)  # whose header was looked at

    def __post_init__(self):
        self.first = self.area = next(iter(self.areas.values()))
        for title, area in self.areas.items():
            rows = (area.table.sheet.rows.get(r, ()) for r in area.table.key_rows)
            known = {*area.table.columns, *area.names.values()}
            self._columns[title] = {c.column for cells in rows for c in cells} | known

    def read(self, part: Sheet) -> Iterator[tuple[Area, Observation]]:
        """The observations of some rows."""
        self.area = self.areas[part.title]
        self.problems.add(*(p for p in say_covered(part) if p.facts["shown"]))
        part = uncovered(part)
        columns = self.area.table.named_columns
        for row in sorted(r for r in part.rows if r > self.area.table.header):
            if self._is_furniture(part, row) or self._is_total(part, row):
                continue
            named = self._take_labels(part, row)
            if not named and not any(is_number(c) for c in part.rows[row] if c.column in columns):
                continue
            place = self._area(part, row)
            if place is None or not self._is_first(place, part, row):
                continue
            self._remark_hidden(part, row)
            self._look_beside(part, row)
            for column, (indicator, measure) in columns.items():
                entry = Entry(indicator, place.code, measure, part, row, column)
                observation, faults = observe(entry, self.cover.month)
                self.problems.add(*(p for p in faults if self._is_new(p)))
                if entry.cell and entry.cell.formula and entry.cell.kind == "number":
                    self.problems.add(
                        problem("formula-used", part.title, entry.coordinate, found=entry.cell.text)
                    )
                if observation:
                    yield place, observation

    def _is_new(self, p: Problem) -> bool:
        """A merged area is told once, not for each cell in it."""
        if p.code != "data-merged":
            return True
        known = f"merged {p.cell}" in self._told
        self._told.add(f"merged {p.cell}")
        return not known

    def _take_labels(self, part: Sheet, row: int) -> bool:
        """Bring the names up to date; whether the row names an area of the table's own level."""
        for level in LEVELS:
            cell = part.cells.get((row, self.area.names.get(level, 0)))
            if cell:
                below = LEVELS[LEVELS.index(level) + 1 :]
                if fold(cell.text) != fold(self._labels.get(level, "")):
                    self._labels = {k: v for k, v in self._labels.items() if k not in below}
                self._labels[level] = cell.text.strip()
            elif level == self.area.level:
                self._labels.pop(level, None)
        return self.area.level in self._labels

    def _is_furniture(self, part: Sheet, row: int) -> bool:
        """Header and title that stand again at a page break and must say the same, and notes: the
        names above go on below them."""
        cells = part.rows[row]
        said = [c for c in cells if c.column in self.area.names.values()]
        if is_signed(said):
            return True
        if has_numbers(part, row, self.area.table.columns):
            return False
        table = replace(self.area.table, sheet=part)
        repeated = columns_of(table, self.catalog, row).keys() & table.columns.keys()
        is_header = any(level_of(c.text) for c in said)
        if repeated or is_header:
            found, texts = Found(), texts_of_header(self.area.table)
            check_repeat(table, row, self.catalog, found)
            for c in cells:
                if c.column in table.columns.keys() - repeated and _place(c) not in texts:
                    first = table.name_rows[c.column], c.column
                    found.say("header-differs", part, row, c.column, [first], found=c.text)
            self.problems.add(*found.problems)
            return True
        return bool(said) and all(self._is_said_again(part, c) for c in said)

    def _is_said_again(self, part: Sheet, cell: Cell) -> bool:
        if NOTE.match(cell.text.strip()):
            return True
        month = month_in(part, cell)
        due = self.cover.month
        if month and not month.agrees(due):
            place, said = (part.title, cell.coordinate), month_printed(due)
            self.problems.add(problem("month-mixed", *place, found=cell.text, month=said))
        return month is not None or _place(cell) in texts_of_header(self.area.table)

    def _is_total(self, part: Sheet, row: int) -> bool:
        column = next(
            (
                c
                for c in self.area.names.values()
                if (cell := part.cells.get((row, c))) and sums_up(cell.text)
            ),
            None,
        )
        if column is not None:
            self.problems.add(problem("area-total-row", part.title, coordinate(row, column)))
        return column is not None

    def _area(self, part: Sheet, row: int) -> Area | None:
        """The area that a row is about: found step by step below the province."""
        areas, place = self.catalog.areas, self.catalog.areas.by_code[PROVINCE]
        for level in LEVELS[: LEVELS.index(self.area.level) + 1]:
            label = self._labels.get(level)
            if level == "county" and areas.says_no_county(place, label):
                continue  # 东莞 and 中山: a town right below the city
            below = areas.find(place.code, label or "")
            if below is None or below.level != level:
                self._say_unknown(part, row, level, place, label or "")
                return None
            place = below
        return place

    def _say_unknown(self, part: Sheet, row: int, level: str, parent: Area, label: str) -> None:
        self.unknown = True
        if (
            f"{parent.code}{level}{label}" not in self._told
        ):  # one name above sixty rows is one problem
            self._told.add(f"{parent.code}{level}{label}")
            near = self.catalog.areas.closest(parent.code, label)
            column = self.area.names.get(level, self.area.table.key_column)
            self.problems.add(
                problem(
                    "area-unknown",
                    part.title,
                    coordinate(row, column),
                    found=label,
                    parent=parent.name,
                    near=near,
                )
            )

    def _is_first(self, place: Area, part: Sheet, row: int) -> bool:
        column = self.area.table.key_column
        if place.code in self.rows:
            title, at = self.rows[place.code]
            other = f"{title}!" * (title != part.title) + coordinate(at, column)
            self.problems.add(
                problem(
                    "area-duplicated",
                    part.title,
                    coordinate(row, column),
                    label=place.name,
                    other=other,
                )
            )
            return False
        self.rows[place.code] = part.title, row
        return True

    def _remark_hidden(self, part: Sheet, row: int) -> None:
        if row in part.hidden_rows:
            self.problems.add(
                problem(
                    "hidden-content",
                    part.title,
                    coordinate(row, self.area.table.key_column),
                    what=f"第 {row} 行",
                )
            )

    def _look_beside(self, part: Sheet, row: int) -> None:
        """A column that is empty in the first rows may hold figures further down."""
        for cell in part.rows[row]:
            if cell.column not in self._columns[part.title] and is_number(cell):
                self._columns[part.title].add(cell.column)
                if not is_passed_over(name_over(self.area.table, cell.column)[1]):
                    found = Found()
                    say_unknown(self.area.table, cell, self.catalog, found)
                    self.problems.add(*found.problems)

    def finish(self) -> None:
        """Say what is hidden, and which areas the table does not name."""
        self.problems.add(*(p for a in self.areas.values() for p in say_hidden_parts(a.table)))
        missing = [
            a for a in self.catalog.areas.of_level(self.first.level) if a.code not in self.rows
        ]
        if missing and not self.unknown:
            names = "、".join(
                f"{self.catalog.areas.by_code[a.parent].name}{a.name}" for a in missing[:5]
            ) + ("等" if len(missing) > 5 else "")
            table = self.first.table
            place = table.sheet.title, coordinate(table.header, table.key_column)
            code = "area-absent" if self.cover.partial else "area-missing"
            self.problems.add(
                problem(
                    code,
                    *place,
                    table=AREA_SHEETS[self.first.level],
                    labels=names,
                    missing=len(missing),
                    count=len(self.rows),
                )
            )


def _place(cell: Cell) -> tuple[int, str]:
    return cell.column, as_again(cell.text)
