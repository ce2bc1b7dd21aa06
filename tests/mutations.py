"""Mistakes that people and spreadsheets make, each at every cell it can happen to: in figures and
names, in how a number is formatted, in rich text, merges and what is hidden."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from catalog import fold
from ingest.tables.view import is_number
from ingest.workbook.sheets import Cell, Sheet, coordinate
from tests.workbook_parts import Parts

# How a printed figure gets damaged. Each returns the new text of the cell, or None where the
# mistake cannot happen.
FIGURES: dict[str, Callable[[str], str | None]] = {
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
    "and more": lambda t: t + "+",
    "another counter": lambda t: t + "户" if t[-1:].isdigit() else None,
    "comma for point": lambda t: (
        t.replace(".", ",") if "." in t and len(t.partition(".")[2].rstrip("%")) != 3 else None
    ),
}
# Number formats under which a cell shows something else than the number that it holds.
FORMATS = {
    "format in 万": '0!.0,"万"',
    "format in thousands": "#,##0.0,",
    "format of a date": "yyyy-mm-dd",
    "format of a Chinese date": 58,
    "format of a fraction": "# ?/?",
    "format in percent": "0.00%",
    "format with another unit": '0.00"亿"',
    "format that prints a text": '"三百"',
    "format that prints nothing": ";;;",
    "format with a digit before": '"1"0.00',
    "format without decimals": "0",
}
# How a name gets damaged.
NAMES: dict[str, Callable[[str], str | None]] = {
    "character replaced": lambda t: t[0] + "某" + t[2:] if len(t) > 2 else None,
    "character lost": lambda t: t[1:] if len(t) > 2 else None,
    "emptied": lambda t: "",
    "another name": lambda t: "其他",
}
_MEANS_NOTHING = ("统计数据", "平台", "主要指标", "实施进展", "序号", "地区", "阶段")


@dataclass(frozen=True)
class Mutation:
    """One mistake: which, at which cell, what stood there, and how a workbook gets it."""

    kind: str
    sheet: str
    cell: str
    before: str
    make: Callable[[Parts], object]

    def __str__(self) -> str:
        return f"{self.kind} at {self.sheet}!{self.cell}, was {self.before}"


def made(workbook: bytes, *mistakes: Mutation) -> bytes:
    """The workbook with these mistakes in it."""
    parts = Parts(workbook)
    for mistake in mistakes:
        mistake.make(parts)
    return parts.packed()


def mutations(sheets: list[Sheet], figures: set[tuple[str, str]], seed: int) -> list[Mutation]:
    """All there are, in the order of chance. `figures`: (sheet, cell) of every data cell."""
    every = [
        Mutation(kind, sheet.title, cell.coordinate, cell.text, make)
        for sheet in sheets
        for cell in sheet.cells.values()
        for kind, make in _possible(sheet, cell, figures)
    ]
    random.Random(seed).shuffle(every)
    return every


Made = Iterable[tuple[str, Callable[[Parts], object]]]


def _possible(sheet: Sheet, cell: Cell, figures: set[tuple[str, str]]) -> Made:
    at = sheet.title, cell.coordinate
    if at in figures:
        yield from _texts(at, cell.text, FIGURES)
        yield "a date", lambda p: p.number(*at, 45352, "yyyy-mm-dd")
        yield "an error", lambda p: p.cell(*at, "<v>#DIV/0!</v>", "e")
        yield "a formula without result", lambda p: p.cell(*at, "<f>SUM(A1:A2)</f>")
        yield from _formats(at, cell.text)
        yield from _runs(at, cell.text)
        yield from _covered(sheet, cell, figures)
        if wrong := _times(cell.text, 10):
            for kind, line in (("row", Parts.hide_row), ("column", Parts.hide_column)):
                yield f"ten times in a hidden {kind}", partial(_hidden, at, wrong, line)
    elif not (
        sheet.title == "说明"
        or is_number(cell)
        or cell.row == 1
        or fold(cell.text) in _MEANS_NOTHING
    ):
        yield from _texts(at, cell.text, NAMES)


def _texts(at: tuple[str, str], text: str, kinds: dict) -> Made:
    for kind, damage in kinds.items():
        if (wrong := damage(text)) is not None:
            yield kind, partial(Parts.text, sheet=at[0], address=at[1], content=wrong)


def _formats(at: tuple[str, str], text: str) -> Made:
    """A token in percent is held as its hundredth."""
    bare = text.rstrip("%").replace(",", "")
    if not bare.lstrip("-").replace(".", "", 1).isdigit() or not bare.strip("-0."):
        return
    held = float(bare) / 100 if text.endswith("%") else float(bare)
    for kind, code in FORMATS.items():
        if kind == "format in percent" and text.endswith("%"):
            continue
        if kind == "format without decimals" and held == int(held):
            continue
        put = partial(Parts.number, sheet=at[0], address=at[1])
        yield kind, partial(put, value=held, number_format=code)


def _runs(at: tuple[str, str], text: str) -> Made:
    """Digits that are no part of the figure, or look so."""
    if len(text) < 3 or not text[0].isdigit():
        return
    for kind, runs in {
        "struck, and another behind it": ((text, "strike"), ((_times(text, 10) or "") + "1", "")),
        "one digit struck": ((text[:1], ""), (text[1:2], "strike"), (text[2:], "")),
        "one digit raised": ((text[:-1], ""), (text[-1:], "super")),
    }.items():
        if text[1:2].isdigit() or kind != "one digit struck":
            yield kind, partial(Parts.runs, sheet=at[0], address=at[1], runs=runs)


def _covered(sheet: Sheet, cell: Cell, figures: set[tuple[str, str]]) -> Made:
    """A merged area that begins with this cell covers the figure at its right or below it."""
    for kind, last in (
        ("merged with its right", (cell.row, cell.column + 1)),
        ("merged with the row below", (cell.row + 1, cell.column)),
    ):
        if (sheet.title, coordinate(*last)) in figures:
            area = f"{cell.coordinate}:{coordinate(*last)}"
            yield kind, partial(Parts.merge, sheet=sheet.title, area=area)


def _hidden(at: tuple[str, str], wrong: str, hide: Callable, parts: Parts) -> None:
    parts.text(*at, wrong)
    hide(parts, *at)


def _times(text: str, factor: float) -> str | None:
    number = text.rstrip("%").replace(",", "")
    if not number.lstrip("-").replace(".", "").strip("0"):
        return None  # zero stays zero
    places = len(number.partition(".")[2])
    value = f"{float(number) * factor:.{places}f}"
    return value + ("%" if text.endswith("%") else "")
