"""Numbers and cell references of a workbook's parts, as strangers write them."""

import functools
import re

from ingest.workbook.refused import Refused

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
ROWS, COLUMNS = 1 << 20, 1 << 14  # of any sheet
_LARGEST = 1e6  # 1e999 is endless
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def size_of(text: str | None, otherwise: float) -> float:
    """A width in characters or a height or font size in points; `otherwise` where none is said."""
    size = float(text) if text and len(text) < 30 and NUMBER.fullmatch(text) else otherwise
    return size if abs(size) < _LARGEST else otherwise


@functools.lru_cache(maxsize=4096)  # of every cell its style, four times
def whole(text: str | None, least: int = 1) -> int:
    """A row, column or style number of the file."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Refused("file-corrupt", detail="行列编号有误")
    return max(int(text), least)


@functools.lru_cache(maxsize=4096)
def place_of(reference: str) -> tuple[int, int]:
    """(row, column) of B7 or $B$7."""
    match = _REFERENCE.fullmatch(reference)
    column = _column(match[1].upper()) if match else 0
    row = int(match[2]) if match else 0
    if not (0 < row <= ROWS and 0 < column <= COLUMNS):
        raise Refused("file-corrupt", detail="单元格编号有误")
    return row, column


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
