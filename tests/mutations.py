"""One mistake at a time, the kinds that people and spreadsheets make, each at every cell it can
happen to."""

import datetime as dt
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from catalog import fold
from ingest.tables.view import is_number
from ingest.workbook.sheets import Sheet

# How a printed figure gets damaged. Each returns the new content of the cell, or None where the
# mistake cannot happen.
FIGURES: dict[str, Callable[[str], object]] = {
    "emptied": lambda t: "",
    "written out": lambda t: "三百",
    "letter O for 0": lambda t: t.replace("0", "O", 1) if "0" in t else None,
    "letter l for 1": lambda t: t.replace("1", "l", 1) if "1" in t else None,
    "space inside": lambda t: t[:2] + " " + t[2:] if len(t) > 3 else None,
    "decimal point lost": lambda t: t.replace(".", "") if "." in t else None,
    "ten times": lambda t: _times(t, 10),
    "a tenth": lambda t: _times(t, 0.1),
    "a hundred times": lambda t: _times(t, 100),
    "ten thousand times": lambda t: _times(t, 10_000),
    "first digit lost": lambda t: t[1:] if t[:1].isdigit() and t[1:2].isdigit() else None,
    "first digit doubled": lambda t: t[0] + t if t[:1].isdigit() and t[0] != "0" else None,
    "minus sign": lambda t: "-" + t if t[:1].isdigit() and t.strip("0.%") else None,
    "percent as a fraction": lambda t: (
        f"{float(t.rstrip('%')) / 100:.4f}" if t.endswith("%") else None
    ),
    "wrong suffix": lambda t: t + "亿" if t[-1].isdigit() else None,
    "two numbers": lambda t: t + "/" + t,
    "about": lambda t: "约" + t,
    "comma for point": lambda t: (
        t.replace(".", ",") if "." in t and len(t.partition(".")[2].rstrip("%")) != 3 else None
    ),
    "a date": lambda t: dt.datetime(2024, 3, 1),
    "an error": lambda t: "#DIV/0!",
    "a formula without result": lambda t: "=SUM(A1:A2)",
}

# How a name gets damaged.
NAMES: dict[str, Callable[[str], str | None]] = {
    "character replaced": lambda t: t[0] + "某" + t[2:] if len(t) > 2 else None,
    "character lost": lambda t: t[1:] if len(t) > 2 else None,
    "emptied": lambda t: "",
    "another name": lambda t: "其他",
}


@dataclass(frozen=True)
class Mutation:
    """The workbook with one cell changed: which, how, from what."""

    kind: str
    sheet: str
    cell: str
    before: str
    workbook: bytes


def _times(text: str, factor: float) -> str | None:
    number = text.rstrip("%").replace(",", "")
    if not number.lstrip("-").replace(".", "").strip("0"):
        return None  # zero stays zero
    places = len(number.partition(".")[2])
    value = f"{float(number) * factor:.{places}f}"
    return value + ("%" if text.endswith("%") else "")


def mutations(
    workbook: bytes, sheets: list[Sheet], figures: set[tuple[str, str]], count: int, seed: int
) -> Iterator[Mutation]:
    """`count` mutations drawn from all there are. `figures`: (sheet, cell) of every data cell."""
    chance = random.Random(seed)
    every = [
        (kind, sheet.title, cell.coordinate, damage(cell.text))
        for sheet in sheets
        for cell in sheet.cells.values()
        for kind, damage in _possible(sheet, cell, figures).items()
    ]
    every = [m for m in every if m[3] is not None]
    chance.shuffle(every)
    for kind, title, address, content in every[:count]:
        book = openpyxl.load_workbook(io.BytesIO(workbook))
        before = book[title][address].value
        _put(book[title], address, content)
        buffer = io.BytesIO()
        book.save(buffer)
        yield Mutation(kind, title, address, str(before), buffer.getvalue())


def _possible(sheet: Sheet, cell, figures: set[tuple[str, str]]) -> dict:
    if (sheet.title, cell.coordinate) in figures:
        return FIGURES
    if (
        sheet.title == "说明"
        or is_number(cell)
        or cell.row == 1
        or fold(cell.text) in ("统计数据", "平台", "主要指标", "实施进展", "序号", "地区", "阶段")
    ):
        return {}  # titles and words that mean nothing to a reader of figures
    return NAMES


def _put(sheet: Worksheet, address: str, content: object) -> None:
    cell = sheet[address]
    cell.value = content if content != "" else None
    if isinstance(content, dt.datetime):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(content, str) and content.startswith("="):
        cell.number_format = "General"
