"""Reads tables of counties and towns some rows at a time: 86,000 cells are never in memory
together."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from catalog import PROVINCE, Area, Catalog, fold
from ingest.bounded_problems import BoundedProblems
from ingest.cover import Cover
from ingest.problems import Problem, problem
from ingest.tables.areas import LEVELS, AreaTable, level_of
from ingest.tables.columns import say_unknown
from ingest.tables.entries import Entry, Found
from ingest.tables.headers import is_passed_over, name_over
from ingest.tables.notices import say_covered
from ingest.tables.observe import observe
from ingest.tables.rows import TOTAL_LABELS
from ingest.tables.view import is_number, uncovered
from ingest.workbook.sheets import Sheet, coordinate
from warehouse.loads import Observation
from words.names import AREA_SHEETS


@dataclass
class AreaRows:
    """Reads one table, slice after slice, from the top.

    What it could not place is in `problems`; `rows` are the areas it met.
    """

    area: AreaTable
    cover: Cover
    catalog: Catalog
    problems: BoundedProblems
    rows: dict[str, int] = field(default_factory=dict)
    unknown: bool = False  # a name was not recognised: which areas are missing cannot be told
    _labels: dict[str, str] = field(
        default_factory=dict
    )  # the names above a row, carried down where a cell is blank or merged
    _told: set[str] = field(default_factory=set)
    _columns: set[int] = field(default_factory=set)  # every column whose header was looked at

    def __post_init__(self):
        table = self.area.table
        self._columns = {c.column for r in table.key_rows for c in table.sheet.rows.get(r, ())} | {
            *table.columns,
            *self.area.names.values(),
        }

    def read(self, part: Sheet) -> Iterator[tuple[Area, Observation]]:
        """The observations of some rows."""
        self.problems.add(*(p for p in say_covered(part) if p.facts["shown"]))
        part = uncovered(part)
        columns = self.area.table.named_columns
        for row in sorted(r for r in part.rows if r > self.area.table.header):
            if self._is_header(part, row) or self._is_total(part, row):
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

    def _is_header(self, part: Sheet, row: int) -> bool:
        """Headers repeated at a page break; the names above go on below them."""
        cell = part.cells.get((row, self.area.table.key_column))
        return cell is not None and level_of(cell.text) is not None

    def _is_total(self, part: Sheet, row: int) -> bool:
        column = next(
            (
                c
                for c in self.area.names.values()
                if (cell := part.cells.get((row, c))) and fold(cell.text) in TOTAL_LABELS
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
            if label is None and level == "county":
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
            other = coordinate(self.rows[place.code], column)
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
        self.rows[place.code] = row
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
            if cell.column not in self._columns and is_number(cell):
                self._columns.add(cell.column)
                if not is_passed_over(name_over(self.area.table, cell.column)[1]):
                    found = Found()
                    say_unknown(self.area.table, cell, self.catalog, found)
                    self.problems.add(*found.problems)

    def finish(self) -> None:
        """Say which areas the table does not name."""
        missing = [
            a for a in self.catalog.areas.of_level(self.area.level) if a.code not in self.rows
        ]
        if missing and not self.unknown:
            names = "、".join(
                f"{self.catalog.areas.by_code[a.parent].name}{a.name}" for a in missing[:5]
            ) + ("等" if len(missing) > 5 else "")
            place = self.area.title, coordinate(self.area.table.header, self.area.table.key_column)
            code = "area-absent" if self.cover.partial else "area-missing"
            self.problems.add(
                problem(
                    code,
                    *place,
                    table=AREA_SHEETS[self.area.level],
                    labels=names,
                    missing=len(missing),
                    count=len(self.rows),
                )
            )
