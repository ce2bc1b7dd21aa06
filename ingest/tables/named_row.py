"""One row of a sheet whose cells are read by the names of their columns."""

from ingest.problems import Problem, problem
from ingest.workbook.sheets import Sheet, coordinate


class NamedRow:
    """`columns`: name → number; `headers`: the names that may be asked for, absent ones are ''."""

    def __init__(self, sheet: Sheet, row: int, columns: dict[str, int], headers: tuple[str, ...]):
        self.sheet = sheet
        there = {name: columns[name] for name in headers if name in columns}
        self.places = {name: coordinate(row, column) for name, column in there.items()}
        cells = {name: sheet.cells.get((row, column)) for name, column in there.items()}
        self.texts = {name: c.text.strip() if (c := cells.get(name)) else "" for name in headers}
        figure = cells["数值"]
        self.plain = figure is None or not (figure.special_runs or figure.kind == "unshown")

    def fault(self, label: str, expected: str, near: str | None = None) -> Problem:
        """What should stand in the column `label`, at its cell."""
        return problem(
            "public-field",
            self.sheet.title,
            self.places[label],
            label=label,
            found=self.texts[label],
            expected=expected,
            near=near,
        )
