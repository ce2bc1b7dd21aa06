"""What the located tables hold: one entry per cell, and every problem met on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog import Catalog, Indicator
from ingest.problems import Problem, problem
from ingest.tables.headers import Table
from ingest.workbook.sheets import Cell, Sheet, coordinate


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
    def coordinate(self) -> str:
        return coordinate(self.row, self.column)

    @property
    def cell(self) -> Cell | None:
        return self.sheet.cells.get((self.row, self.column))


@dataclass
class Found:
    """Everything the three tables hold, and every problem met on the way.

    `totals`: rows of sums over cities, to be checked, not loaded; their member is the province or
    the name of a region. `derived`: rows of means and the like, passed over. `unused`: tables that
    stand a second time.
    """

    entries: list[Entry] = field(default_factory=list)
    totals: list[Entry] = field(default_factory=list)
    derived: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    unused: list[Table] = field(default_factory=list)
    hints: int = 100  # unknown names that still get a known one beside them: each takes 0.5 ms

    @property
    def parts(self) -> list[Table]:
        return [part for table in self.tables.values() for part in table.parts]

    def closest(self, label: str, candidates, catalog: Catalog) -> str | None:
        self.hints -= 1
        return catalog.closest(label, candidates) if self.hints >= 0 else None

    def twice(
        self, code: str, table: Table, row: int, column: int, first: tuple[Table, int], label: str
    ) -> None:
        """A row that names again what `first` does, in whatever part of the table."""
        there, at = first
        self.say(code, table.sheet, row, column, [(at, there.key_column)], there.sheet, label=label)

    def say(
        self, code: str, sheet: Sheet, row: int, column: int, others=(), on=None, **facts
    ) -> None:
        """A problem at this position; in a merged merged, at the one cell that a person can type
        into. `others`: positions on the same sheet, or on the sheet `on`."""
        there = on or sheet
        self.problems.append(
            problem(
                code,
                sheet.title,
                _typed_at(sheet, row, column),
                [(there.title, _typed_at(there, *other)) for other in others],
                **facts,
            )
        )

    def tidied(
        self, sheet: Sheet, row: int, column: int, text: str, known: Iterable[str], name: str
    ) -> None:
        """List a label that was recognised although it is not typed as the catalogue has it."""
        if text not in known:
            self.say("label-normalised", sheet, row, column, found=text, name=name)


def _typed_at(sheet: Sheet, row: int, column: int) -> str:
    merged = sheet.merged_at(row, column)
    return coordinate(merged.top, merged.left) if merged else coordinate(row, column)
