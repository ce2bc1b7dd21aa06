"""Reads sheets cell by cell in the sandbox's child: values, merges, hidden parts, and how a number
is printed. Nothing else of a workbook is looked at."""

from collections.abc import Iterator

from ingest.workbook.book import Book, SheetPart
from ingest.workbook.conditional import conditional_formats, falls_on, shown_otherwise
from ingest.workbook.digits import as_month, date_text
from ingest.workbook.formulas import Formula, Numbers
from ingest.workbook.references import COLUMNS, NUMBER, place_of, size_of, whole
from ingest.workbook.refused import Refused
from ingest.workbook.sheets import LAST_COLUMN, LAST_ROW, cell_number, coordinate
from ingest.workbook.sight import Sight
from ingest.workbook.styles import STRUCK, Styles
from ingest.workbook.texts import Runs, Text, seen
from ingest.workbook.xml_events import walk

MAX_CELLS = 400_000  # with a value, of a workbook
MAX_TEXT = 8 << 20  # characters of all that is said about its cells; where they are held at once,
_TEXT_OF_A_CELL = 50  # this on average: a month has 6
MAX_MERGES, MAX_MERGED_CELLS = 5000, 20_000  # merged areas of a workbook, cells of one area
_TRUE = ("1", "true")


class Reading:
    """What all sheets of a workbook may hold together."""

    def __init__(self, book: Book, most: int = MAX_CELLS):
        self.book, self.most, self.most_text = book, most, min(MAX_TEXT, most * _TEXT_OF_A_CELL)
        self.cells = self.characters = self.merges = self.merged = 0


class SheetParser:
    """Reads one sheet. `cells` are those read since they were last taken:
    [row, column, kind, text, formula, stored, special_runs, unseen], cut behind the last that says
    something."""

    def __init__(self, reading: Reading, part: SheetPart, last_row: int = LAST_ROW, looked_at=True):
        self.reading, self.part, self.last_row = reading, part, last_row
        self.styles: Styles = reading.book.styles
        self.conditional = conditional_formats(part.content, self.styles, place_of)
        self.cells: list[list] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.sight = Sight(self.styles, self.conditional)
        self.looked_at = looked_at  # for `unseen` and `held`: it takes 4 µs a cell
        self.unseen: list[tuple[int, int, str]] = []
        self.held = Numbers()
        self.shared: dict[str, tuple[str, int, int]] = {}  # one formula filled down or to the right
        self.seen = bytearray(LAST_ROW * LAST_COLUMN)  # a set of 86,000 numbers takes 7 MB
        self.zeros = True  # a sheet may be set to show none
        self.row = self.column = self.columns = 0
        self.runs = Runs()

    def read(self) -> Iterator[list[list]]:
        """The cells, some thousand at a time."""
        begin = self.runs.begin | {
            "sheetView": self._view,
            "sheetFormatPr": self.sight.set_every_size,
            "col": self._begin_columns,
            "row": self._begin_row,
            "c": self._begin_cell,
            "f": self._begin_formula,
            "is": self._begin_text,
            "mergeCell": self._merge,
        }
        end = self.runs.end | {"v": self._end_value, "f": self._end_formula, "c": self._end_cell}
        for _ in walk(self.part.content, begin, end, texts=("v", "f", "t")):
            yield self._take(lambda cell: cell[0] != self.row)  # the last row may go on
        yield self._take(lambda cell: True)

    def _take(self, complete) -> list[list]:
        taken = [cell for cell in self.cells if complete(cell)]
        self.cells = [cell for cell in self.cells if not complete(cell)]
        return taken

    def _view(self, attributes: dict[str, str]) -> None:
        self.zeros = attributes.get("showZeros", "1") in _TRUE
        self.sight.shows_formulas = attributes.get("showFormulas") in _TRUE

    def _begin_columns(self, attributes: dict[str, str]) -> None:
        self.columns += 1
        if self.columns > COLUMNS:
            raise Refused("layout-too-many", self.part.title, found=f"超过 {COLUMNS} 列")
        self.sight.set_width(attributes)
        if attributes.get("hidden") in _TRUE or size_of(attributes.get("width"), 9) < 0.5:
            first, last = whole(attributes.get("min")), whole(attributes.get("max"))
            if first <= LAST_COLUMN:
                self.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self.row = whole(attributes["r"]) if "r" in attributes else self.row + 1
        self.column = 0
        if self.row > LAST_ROW:
            return
        if "ht" in attributes:
            self.sight.heights[self.row] = size_of(attributes["ht"], self.sight.height)
        if attributes.get("hidden") in _TRUE or self.sight.heights.get(self.row, 15) < 1.5:
            self.hidden_rows.add(self.row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if "r" in attributes:
            self.row, self.column = place_of(attributes["r"])
        self.type, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.value: str | None = None
        self.formula: str | None = None
        self.inline: bool = False

    def _begin_text(self, attributes: dict[str, str]) -> None:
        self.inline = True
        self.runs.begin_text(attributes)

    def _begin_formula(self, attributes: dict[str, str]) -> None:
        self.share = attributes.get("si", "") if attributes.get("t") == "shared" else ""

    def _end_formula(self, text: str) -> None:
        self.formula = text
        if self.share and text:
            self.shared[self.share] = text, self.row, self.column

    def _end_value(self, text: str) -> None:
        self.value = text

    def _end_cell(self) -> None:
        if self.row > self.last_row and self.last_row < LAST_ROW:
            return
        if self.value is None and self.formula is None and not self.inline:
            return  # formatted, but empty
        found = self._cell()
        if found and found[1].strip():
            if self.sight.repeats(self.column, whole(self.style, 0), found[1]):
                found = "unshown", found[1], self.formula is not None, "对齐方式「填充」"
            self._add(found)

    def _add(self, found: tuple) -> None:
        reading, place = self.reading, cell_number(self.row, self.column)
        if self.row > LAST_ROW or self.column > LAST_COLUMN:
            cell = coordinate(self.row, self.column)
            most = {"rows": LAST_ROW, "columns": LAST_COLUMN}
            raise Refused("layout-too-large", self.part.title, cell, **most)
        if self.seen[place]:
            cell = coordinate(self.row, self.column)
            raise Refused("file-corrupt", detail=f"{self.part.title[:40]}!{cell} 出现两次")
        self.seen[place] = 1
        reading.cells += 1
        reading.characters += sum(len(part) for part in found[1:] if isinstance(part, str))
        if reading.cells > reading.most or reading.characters > reading.most_text:
            found_more = f"超过 {reading.most} 格或 {reading.most_text} 字"
            raise Refused("layout-too-many", self.part.title, found=found_more)
        self.cells.append([self.row, self.column, *found])
        if self.looked_at:
            style, formula = whole(self.style, 0), self.formula is not None
            why = self.sight.why_unseen(self.row, self.column, style, found[1], formula)
            if why:
                self.unseen.append((self.row, self.column, why))
            if (self.row, self.column) not in self.held.numbers:
                text = found[1] if found[0] == "text" else None
                self.held.others[self.row, self.column] = text

    def _cell(self) -> tuple | None:
        """(kind, text, formula, stored, special_runs, unseen); None where nothing is shown."""
        formula = self.formula is not None
        if self.inline or self.type in ("s", "str", "inlineStr"):
            text = self._text()
            if text is None:
                return ("uncalculated", f"={self.formula}", True) if formula else None
            return self._shown_text(text, formula)
        if not self.value:
            return ("uncalculated", f"={self.formula}", True) if formula else None
        value = self.value.strip()
        if self.type == "b":
            return "boolean", "TRUE" if value in _TRUE else "FALSE", formula
        if self.type == "e":
            return "error", value, formula
        if self.type == "d":
            return "date", value[:10], formula
        if not NUMBER.fullmatch(value) or len(value) > 400 or float(value) in _ENDLESS:
            return self._shown_text(seen(value), formula)
        return self._shown_number(float(value), formula)

    def _text(self) -> Text | None:
        if self.inline:
            return self.runs.text()
        if self.value is None:
            return None
        if self.type != "s":
            return seen(self.value)
        number = self.value.strip()
        if not (number.isascii() and number.isdigit() and len(number) < 8):
            raise Refused("file-corrupt", detail="共享文字的编号有误")
        if int(number) >= len(self.reading.book.strings):
            raise Refused("file-corrupt", detail="共享文字缺失")
        return self.reading.book.strings[int(number)]

    def _shown_text(self, text: Text, formula: bool) -> tuple:
        style = whole(self.style, 0)
        shown = self.styles.format(style).show_text(text.text) if text.text else ""
        special_runs = "、".join(filter(None, (text.special_runs, self._mark(style, shown))))
        return "text", shown, formula, "", special_runs, text.unseen

    def _shown_number(self, value: float, formula: bool) -> tuple:
        style, here = whole(self.style, 0), (self.row, self.column)
        if self.looked_at:
            self.held.numbers[here] = value
            if formula:
                text, row, column = self.shared.get(self.share) or (self.formula or "", *here)
                self.held.formulas[here] = Formula(text, here[0] - row, here[1] - column)
        shown = self.styles.format(style).show(value)
        if shown.kind == "date":
            day = date_text(value, self.reading.book.from_1904)
            month = as_month(day, self.styles.format(style).month_only)
            return "date", month or day, formula, day if month else ""
        if not self.zeros and value == 0:
            return "unshown", "0", formula, "工作表不显示零值的设置"
        other = shown_otherwise(self.conditional, self.row, self.column, value, shown)
        if other:
            return "unshown", shown.text, formula, f"条件格式「{other[:40]}」"
        special_runs, stored = self._mark(style, shown.text), shown.stored
        if shown.kind == "unshown":
            stored = f"单元格格式「{self.styles.format(style).code[:40]}」"
        return shown.kind, shown.text, formula, stored, special_runs, False

    def _mark(self, style: int, text: str) -> str:
        mark = self.styles.mark(style)
        if falls_on(self.conditional, STRUCK, self.row, self.column):
            mark = STRUCK
        return f"{mark}“{text}”" if mark and text.strip() else ""

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        (top, left), (bottom, right) = place_of(first), place_of(last or first)
        top, bottom, left, right = *sorted((top, bottom)), *sorted((left, right))
        place, self.reading.merges = coordinate(top, left), self.reading.merges + 1
        if (bottom - top + 1) * (right - left + 1) > MAX_MERGED_CELLS:
            raise Refused("layout-merge-too-large", self.part.title, place, found=f"{first}:{last}")
        if self.reading.merges > MAX_MERGES:
            found = f"超过 {MAX_MERGES} 个合并区域"
            raise Refused("layout-too-many", self.part.title, found=found)
        width, height = min(right, LAST_COLUMN) - left + 1, min(bottom, LAST_ROW) - top + 1
        if width > 0 and height > 0:
            self.reading.merged += width * height
            self.merges.append((top, left, bottom, right))
        if self.reading.merged > LAST_ROW * LAST_COLUMN:
            found = f"合并区域共超过 {LAST_ROW * LAST_COLUMN} 格"
            raise Refused("layout-too-many", self.part.title, found=found)


_ENDLESS = (float("inf"), float("-inf"))
