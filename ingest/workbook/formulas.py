"""Simple formulas computed anew: a result that was stored before its cells changed is found.

Only sums, references and the four operations over plain numbers; of any other formula nothing is
said.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from ingest.workbook.references import place_of
from ingest.workbook.refused import Refused

MOST = 100_000  # characters and cells that all formulas of a workbook may have together: 0.1 s
_LONGEST = 200  # characters of a formula
_DEEPEST = 20  # brackets in one another
_CLOSE = 1e-9  # relative: what binary fractions leave
_TOKEN = re.compile(
    r"\s*(?:(?P<sum>SUM(?=\())|(?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7})|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<sign>[-+*/():,]))",
    re.IGNORECASE,
)

Place = tuple[int, int]


class _NotSimpleError(Exception):
    """A formula that is not computed here."""


def outdated(
    numbers: Mapping[Place, float], others: set[Place], formulas: Mapping[Place, str], left: int
) -> tuple[dict[Place, str], int]:
    """Where a formula gives another number than is stored, and which; and what is left of MOST.
    `numbers`: what each cell of the sheet holds; `others`: cells that hold no number."""
    found = {}
    for place, text in formulas.items():
        stored = numbers[place]
        left -= len(text)
        if left < 0:
            break
        reader = _Reader(text, numbers, others, left)
        try:
            made = reader.compute()
        except (_NotSimpleError, ArithmeticError, Refused):  # XFE1 is no cell
            continue
        finally:
            left = reader.left
        if abs(made - stored) > _CLOSE * max(abs(made), abs(stored), 1.0):
            found[place] = format(Decimal(format(made, ".12g")).normalize(), "f")
    return found, left


class _Reader:
    """One formula read from left to right."""

    def __init__(self, text: str, numbers: Mapping[Place, float], others: set[Place], left: int):
        self.numbers, self.others, self.left, self.depth = numbers, others, left, 0
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text) <= _LONGEST and (match := _TOKEN.match(text, at)):
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            at = match.end()
        self.readable = bool(text) and at == len(text)

    def compute(self) -> float:
        if not self.readable:
            raise _NotSimpleError
        made = self._sum()
        if self.tokens:
            raise _NotSimpleError
        return made

    def _next(self) -> str:
        return self.tokens[0][1] if self.tokens else ""

    def _take(self, expected: str = "") -> tuple[str, str]:
        if not self.tokens or (expected and self._next() != expected):
            raise _NotSimpleError
        return self.tokens.pop(0)

    def _sum(self) -> float:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _NotSimpleError
        made = self._product()
        while self._next() in ("+", "-"):
            sign = self._take()[1]
            made = made + self._product() if sign == "+" else made - self._product()
        self.depth -= 1
        return made

    def _product(self) -> float:
        made = self._single()
        while self._next() in ("*", "/"):
            sign = self._take()[1]
            made = made * self._single() if sign == "*" else made / self._single()
        return made

    def _single(self) -> float:
        kind, text = self._take()
        if kind == "number":
            return float(text)
        if kind == "cell":
            return self._number(place_of(text))
        if kind == "sum":
            return self._sum_of_cells()
        if text == "(":
            made = self._sum()
            self._take(")")
            return made
        raise _NotSimpleError  # a sign before a number, too: Excel binds it otherwise

    def _number(self, place: Place) -> float:
        """An empty cell is nought; a text may be a number to Excel or not."""
        self.left -= 1
        if self.left < 0 or place in self.others:
            raise _NotSimpleError
        return self.numbers.get(place, 0.0)

    def _sum_of_cells(self) -> float:
        self._take("(")
        made = 0.0
        while True:
            first = last = place_of(self._take_cell())
            if self._next() == ":":
                self._take()
                last = place_of(self._take_cell())
            made += self._area(first, last)
            if self._take()[1] == ")":
                return made

    def _take_cell(self) -> str:
        kind, text = self._take()
        if kind != "cell":
            raise _NotSimpleError
        return text

    def _area(self, first: Place, last: Place) -> float:
        (top, bottom), (left, right) = (sorted(pair) for pair in zip(first, last))
        if (bottom - top + 1) * (right - left + 1) > self.left:
            raise _NotSimpleError
        cells = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        return sum(self._number(place) for place in cells)
