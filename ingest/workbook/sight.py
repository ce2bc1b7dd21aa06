"""Which cells a person cannot read although they are not hidden: ink of the ground's colour, tiny
letters, a column too narrow, a sheet that shows its formulas."""

import re
from collections.abc import Mapping

from ingest.workbook.conditional import falls_on
from ingest.workbook.references import size_of, whole
from ingest.workbook.sheets import LAST_COLUMN
from ingest.workbook.styles import INK_ON_ITS_GROUND, INK_ON_WHITE, Styles

_WIDTH, _BESIDE = 9.14, 0.71  # of a column by itself, and of it what stays free; in digits
_SMALLEST, _HEIGHT = 3.0, 15.0  # points: of letters that can be read, of a row by itself
_FIGURE = re.compile(r"[-+(]?[0-9][0-9.,]{0,18}[%)万亿]?")
_NARROW = dict.fromkeys(".,，", 0.5)


class Sight:
    """Asked of each cell of one sheet, after the widths of its columns are known."""

    def __init__(self, styles: Styles, conditional: Mapping[str, bytearray]):
        self.styles, self.conditional = styles, conditional
        self.width, self.widths = _WIDTH, dict[int, float]()
        self.height, self.heights = _HEIGHT, dict[int, float]()
        self.shows_formulas = False

    def set_width(self, attributes: dict[str, str]) -> None:
        first, last = whole(attributes.get("min")), whole(attributes.get("max"))
        if "width" in attributes:
            width = size_of(attributes["width"], _WIDTH)
            columns = range(first, min(last, LAST_COLUMN) + 1)
            self.widths.update(dict.fromkeys(columns, width))

    def set_every_size(self, attributes: dict[str, str]) -> None:
        self.width = size_of(attributes.get("defaultColWidth"), _WIDTH)
        self.height = size_of(attributes.get("defaultRowHeight"), _HEIGHT)

    def why_unseen(self, row: int, column: int, style: int, text: str, formula: bool) -> str:
        """ink, condition, small, formulas or narrow; '' where the cell can be read."""
        if self.styles.is_unseen(style):
            return "ink"
        if self.styles.size(style) < _SMALLEST:
            return "small"
        if self.shows_formulas and formula:
            return "formulas"
        on_white = self.styles.on_white(style) and falls_on(
            self.conditional, INK_ON_WHITE, row, column
        )
        if on_white or falls_on(self.conditional, INK_ON_ITS_GROUND, row, column):
            return "condition"
        return "narrow" if self._overflows(column, style, text) else ""

    def _overflows(self, column: int, style: int, text: str) -> bool:
        """Whether a figure is wider than its column: Excel shows fewer of its digits, or ####."""
        if not _FIGURE.fullmatch(text):
            return False
        return not self.styles.fits(style) and _digits(text) > self._room(column, style) + 0.2

    def repeats(self, column: int, style: int, text: str) -> bool:
        """Whether the alignment fills the column with the figure again and again."""
        is_figure = self.styles.is_filled(style) and _FIGURE.fullmatch(text) is not None
        return is_figure and 2 * _digits(text) <= self._room(column, style)

    def _room(self, column: int, style: int) -> float:
        """The digits for which there is room in a column, in this cell's letters."""
        width = self.widths.get(column, self.width) - _BESIDE
        return width * self.styles.size(0) / max(self.styles.size(style), 1.0)


def _digits(text: str) -> float:
    return sum(_NARROW.get(ch, 1 if ch < "\u2e80" else 2) for ch in text)
