"""Formulas computed anew: a result that was stored before its cells changed is found.

The operations, comparisons and the functions of ingest/workbook/functions.py and lookups.py over
plain numbers, on whatever sheet; of any other formula only that it was not computed.
"""

import functools
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.workbook.functions import FUNCTIONS, Area, NotSimpleError, Value, compared, number
from ingest.workbook.lookups import LOOKUPS
from ingest.workbook.references import place_of
from ingest.workbook.refused import Refused
from ingest.workbook.sheets import coordinate

MOST = 50_000  # characters and cells that all formulas of a workbook may have together: 0.1 s
_LONGEST = 500  # characters of a formula
_DEEPEST = 20  # brackets in one another
_CLOSE = 1e-9  # relative: what binary fractions leave
_TOKEN = re.compile(
    r"\s*(?:(?P<sheet>'(?:[^'\[\]]|''){1,100}'!|[^\W0-9][\w.]{0,100}!)|(?P<name>(?:_xlfn\.)?[A-Z]{2,12}(?=\())"
    r"|(?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w(!]))"
    r"|(?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7})|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<text>\"[^\"]*\")"
    r"|(?P<word>TRUE|FALSE)|(?P<sign><=|>=|<>|[-+*/^():,%<>=]))",
    re.IGNORECASE,
)
_FUNCTIONS = FUNCTIONS | LOOKUPS
_SIGNS = ("=", "<>", "<", ">", "<=", ">=")

Place = tuple[int, int]


@dataclass(frozen=True)
class Formula:
    """The text, and how far its cell is from the one that it was written for: rows, columns."""

    text: str
    down: int = 0
    right: int = 0


@dataclass
class Numbers:
    """What one sheet holds: numbers, what stands in cells without one (a text, None for anything
    else), and formulas whose stored result is a number."""

    numbers: dict[Place, float] = field(default_factory=dict)
    others: dict[Place, str | None] = field(default_factory=dict)
    formulas: dict[Place, Formula] = field(default_factory=dict)

    def value(self, place: Place) -> Value:
        """An empty cell is None."""
        if place in self.others and self.others[place] is None:
            raise NotSimpleError
        return self.numbers.get(place, self.others.get(place))

    @functools.cached_property
    def last_row(self) -> int:
        """Asked when all of the sheet is read: a whole column ends there."""
        return max((row for row, _ in (*self.numbers, *self.others)), default=1)


def outdated(sheets: Mapping[str, Numbers]) -> dict[str, dict[Place, str]]:
    """Sheet → cells whose formula gives something else than is stored, and what; '' where it was
    not computed."""
    found: dict[str, dict[Place, str]] = {title: {} for title in sheets}
    left = MOST
    for title, sheet in sheets.items():
        for place, formula in sheet.formulas.items():
            left -= len(formula.text)
            reader = _Reader(formula, sheets, title, left)
            try:
                said = _differs(reader.compute(), sheet.numbers[place])
            except (NotSimpleError, ArithmeticError, Refused):  # XFE1 is no cell
                found[title][place] = ""
                continue
            finally:
                left = reader.left
            if said:
                found[title][place] = said
    return found


def _differs(made: Value, stored: float) -> str:
    """What a formula gives, where that is not what is stored."""
    if isinstance(made, str):
        return f"“{made[:20]}”" if made else "空白"
    value = number(made)
    if not math.isfinite(value) or abs(value - stored) <= _CLOSE * max(abs(value), abs(stored), 1):
        return ""
    return format(Decimal(format(value, ".12g")).normalize(), "f")


class _Reader:
    """One formula read from left to right. What is divided by nought is NaN, as an error goes on
    from cell to cell."""

    def __init__(self, formula: Formula, sheets: Mapping[str, Numbers], title: str, left: int):
        self.formula, self.sheets, self.title = formula, sheets, title
        self.left, self.depth, self.tokens = left, 0, []
        text, at = formula.text, 0
        while left >= 0 and at < len(text) <= _LONGEST and (match := _TOKEN.match(text, at)):
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            at = match.end()
        self.readable = bool(text) and at == len(text) and left >= 0
        self.tokens.reverse()

    def compute(self) -> Value:
        if not self.readable:
            raise NotSimpleError
        made = self._comparison()
        if self.tokens or isinstance(made, Area):
            raise NotSimpleError
        return made

    def _next(self) -> str:
        return self.tokens[-1][1] if self.tokens else ""

    def _take(self, expected: str = "") -> tuple[str, str]:
        if not self.tokens or (expected and self._next() != expected):
            raise NotSimpleError
        return self.tokens.pop()

    def _comparison(self) -> Value:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotSimpleError
        made = self._sum()
        if self._next() in _SIGNS:
            sign = self._take()[1]
            made = compared(sign, made, self._sum())
        self.depth -= 1
        return made

    def _sum(self) -> Value:
        return self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._power))

    def _chain(self, signs: tuple[str, str], part: Callable[[], Value]) -> Value:
        made = part()
        while self._next() in signs:
            sign, left, right = self._take()[1], number(made), number(part())
            if sign == "/":
                made = left / right if right else math.nan
            else:
                made = left * right if sign == "*" else left + right * (-1 if sign == "-" else 1)
        return made

    def _power(self) -> Value:
        made = self._signed()
        while self._next() == "^":
            self._take()
            made = number(made) ** number(self._signed())
        if isinstance(made, complex):
            raise NotSimpleError
        return made

    def _signed(self) -> Value:
        """A sign binds closer than any operation: -2^2 is 4."""
        if self._next() in ("-", "+"):
            sign = self._take()[1]
            value = number(self._signed())
            return -value if sign == "-" else value
        made = self._single()
        while self._next() == "%":
            self._take()
            made = number(made) / 100
        return made

    def _single(self) -> Value:
        kind, text = self._take()
        match kind:
            case "number":
                return float(text)
            case "text":
                return text[1:-1]
            case "word":
                return text.upper() == "TRUE"
            case "cell" | "columns":
                return self._cells(self.title, kind, text)
            case "sheet":
                title = text[:-1].strip("'").replace("''", "'")
                return self._cells(title, *self._take())
            case "name":
                return self._function(text.upper().removeprefix("_XLFN."))
        if text != "(":
            raise NotSimpleError
        made = self._comparison()
        self._take(")")
        return made

    def _function(self, name: str) -> Value:
        if name not in _FUNCTIONS:
            raise NotSimpleError
        self._take("(")
        arguments: list[Value] = [self._comparison()]
        while self._take()[1] == "," and len(arguments) < _LONGEST:
            arguments.append(self._comparison())
        try:
            return _FUNCTIONS[name](*arguments)
        except TypeError as error:  # it takes another number of them
            raise NotSimpleError from error

    def _cells(self, title: str, kind: str, first: str) -> Value:
        """The value of a cell, an area where : follows, or whole columns."""
        if title not in self.sheets or kind not in ("cell", "columns"):
            raise NotSimpleError
        sheet = self.sheets[title]
        if kind == "columns":
            begin, _, end = first.partition(":")
            return self._area(
                sheet, self._place(f"{begin}$1"), self._place(f"{end}${sheet.last_row}")
            )
        top_left = self._place(first)
        if self._next() != ":":
            self.left -= 1
            return sheet.value(top_left)
        self._take()
        kind, last = self._take()
        if kind != "cell":
            raise NotSimpleError
        return self._area(sheet, top_left, self._place(last))

    def _area(self, sheet: Numbers, top_left: Place, bottom_right: Place) -> Area:
        """Not below what a sheet may hold: $A$1:$A$65536 is a whole column too."""
        (top, bottom), (left, right) = (sorted(pair) for pair in zip(top_left, bottom_right))
        bottom = max(top, min(bottom, sheet.last_row))
        self.left -= (bottom - top + 1) * (right - left + 1)
        if self.left < 0:
            raise NotSimpleError
        columns = range(left, right + 1)
        return Area([[sheet.value((r, c)) for c in columns] for r in range(top, bottom + 1)])

    def _place(self, reference: str) -> Place:
        """Where a reference leads from this formula's cell: what has no $ before it moves along."""
        row, column = place_of(reference)
        if not (self.formula.down or self.formula.right):
            return row, column
        moves_right = not reference.startswith("$")
        moves_down = "$" not in reference[1:]
        moved = row + self.formula.down * moves_down, column + self.formula.right * moves_right
        return place_of(coordinate(*moved)) if min(moved) > 0 else place_of("")
