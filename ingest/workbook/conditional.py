"""Conditional formats that show another number than is stored. Whether a condition is met is
Excel's to say: a figure that would look different then is one that is not shown."""

from collections.abc import Callable, Mapping

from ingest.workbook.formats import Shown, format_of
from ingest.workbook.refused import Refused
from ingest.workbook.sheets import LAST_COLUMN, LAST_ROW, cell_number
from ingest.workbook.styles import OF_LETTERS, STRUCK, Styles
from ingest.workbook.texts import struck
from ingest.workbook.xml_events import MORE_SPACES, Begin, End, read_all

_WORD = b"conditionalFormatting"
MOST, MOST_ROWS = 20, 200_000  # different formats of a sheet; rows that their areas have together
BARE = "不显示数值"  # a bar or an icon instead
_NO = ("0", "false")


def conditional_formats(
    content: bytes, styles: Styles, position: Callable[[str], tuple[int, int]]
) -> dict[str, bytearray]:
    """Number format (or BARE, or one OF_LETTERS) → the cells it may fall on, row by row."""
    return _Rules(styles, position).read(content) if _WORD in content else {}


def falls_on(formats: Mapping[str, bytearray], code: str, row: int, column: int) -> bool:
    """Whether a format may fall on a cell, a text too."""
    here = code in formats and row <= LAST_ROW and column <= LAST_COLUMN
    return here and bool(formats[code][cell_number(row, column)])


def shown_otherwise(
    formats: dict[str, bytearray], row: int, column: int, value: float, shown: Shown
) -> str:
    """The format under which a cell would show another figure than `shown`, or ''."""
    if row > LAST_ROW or column > LAST_COLUMN:
        return ""
    place = cell_number(row, column)
    over = (code for code, cells in formats.items() if cells[place] and code not in OF_LETTERS)
    mine = _figure(shown)
    return next((code for code in over if _figure(format_of(code).show(value)) != mine), "")


def _figure(shown: Shown) -> tuple[str, str]:
    return shown.kind, shown.text.replace(",", "")


class _Rules:
    """One element of rules at a time; its areas stand before them or, in Excel's newer part of a
    sheet, behind."""

    def __init__(self, styles: Styles, position: Callable[[str], tuple[int, int]]):
        self.styles, self.position, self.rows = styles, position, 0
        self.found: dict[str, bytearray] = {}
        self._begin({})

    def read(self, content: bytes) -> dict[str, bytearray]:
        begin: dict[str, Begin] = {
            "conditionalFormatting": self._begin,
            "cfRule": self._rule,
            "numFmt": lambda attributes: self.formats.append(attributes.get("formatCode", "")),
            "strike": lambda attributes: self.formats.append(struck(attributes) and STRUCK),
            "dataBar": self._bar,
            "iconSet": self._bar,
        }
        end: dict[str, End] = {"sqref": self._areas, "conditionalFormatting": self._end}
        read_all(content, begin, end, texts=("sqref",), spaces=MORE_SPACES)
        return self.found

    def _begin(self, attributes: dict[str, str]) -> None:
        self.areas, self.formats = attributes.get("sqref", ""), list[str]()

    def _areas(self, text: str) -> None:
        self.areas = text

    def _rule(self, attributes: dict[str, str]) -> None:
        number = attributes.get("dxfId", "")
        if number.isascii() and number.isdigit() and len(number) < 7:
            self.formats += self.styles.conditional.get(int(number), [])

    def _bar(self, attributes: dict[str, str]) -> None:
        if attributes.get("showValue") in _NO:
            self.formats.append(BARE)

    def _end(self) -> None:
        for code in dict.fromkeys(filter(None, self.formats)):
            cells = self.found.setdefault(code, bytearray(LAST_ROW * LAST_COLUMN))
            if len(self.found) > MOST:
                raise Refused("layout-too-many", found=f"超过 {MOST} 种条件格式")
            for area in self.areas.split():
                self._paint(cells, area)
        self._begin({})

    def _paint(self, cells: bytearray, area: str) -> None:
        first, _, last = area.partition(":")
        (top, left), (bottom, right) = self.position(first), self.position(last or first)
        width, bottom = min(right, LAST_COLUMN) - left + 1, min(bottom, LAST_ROW)
        self.rows += max(bottom - top + 1, 1)
        if self.rows > MOST_ROWS:
            raise Refused("layout-too-many", found=f"条件格式超过 {MOST_ROWS} 行")
        for row in range(top, bottom + 1):
            start = cell_number(row, left)
            cells[start : start + width] = b"\x01" * width
