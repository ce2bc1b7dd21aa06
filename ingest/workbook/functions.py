"""Functions of Excel that stand in monthly reports, over plain values: numbers, texts, areas of
them. What is not certain raises NotSimpleError."""

import math
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal


class NotSimpleError(Exception):
    """A formula that is not computed here."""


@dataclass(frozen=True)
class Area:
    """The values of a rectangle of cells, row by row."""

    rows: list[list]


Value = float | str | bool | Area | None
_MOST = 15  # places of a rounding
_COMPARISONS: dict[str, Callable] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def number(value: Value) -> float:
    """An empty cell is nought; a text may be a number to Excel or not."""
    if isinstance(value, (str, bool, Area)):
        raise NotSimpleError
    return 0.0 if value is None else value


def compared(sign: str, left: Value, right: Value) -> bool:
    """Only what is of one kind; of texts only whether they are the same, in whatever case."""
    if isinstance(left, str) or isinstance(right, str):
        left, right = (("" if v is None else v) for v in (left, right))
        if not (isinstance(left, str) and isinstance(right, str)):
            left, right = str(type(left)), str(type(right))  # a number is no text
        if sign not in ("=", "<>"):
            raise NotSimpleError
        return _COMPARISONS[sign](left.casefold(), right.casefold())
    one, other = number(left), number(right)
    if math.isnan(one) or math.isnan(other):
        raise NotSimpleError
    return _COMPARISONS[sign](one, other)


def whole_number(value: Value, most: int) -> int:
    exact = number(value)
    if not abs(exact) <= most:
        raise NotSimpleError
    return int(exact)


def _numbers(values: tuple[Value, ...]) -> Iterator[float]:
    """Of areas all numbers; an empty cell in one is none."""
    for value in values:
        if not isinstance(value, Area):
            yield number(value)
            continue
        for row in value.rows:
            yield from (number(v) for v in row if v is not None)


def _of_numbers(call: Callable[[list[float]], float]) -> Callable[..., Value]:
    return lambda *values: call(list(_numbers(values)))


def _average(values: list[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def _rounded(how: str) -> Callable[..., Value]:
    """To that many decimals, from the 15 digits that Excel keeps."""

    def call(value: Value, places: Value = 0.0) -> Value:
        exact, digits = number(value), whole_number(places, _MOST)
        if math.isnan(exact):
            return exact
        step = Decimal(1).scaleb(-digits)
        return float((Decimal(format(exact, ".15g")) / step).quantize(Decimal(1), how) * step)

    return call


def _if(condition: Value, yes: Value = True, no: Value = False) -> Value:
    if isinstance(condition, (str, Area)):
        raise NotSimpleError
    chosen = yes if condition else no
    return 0.0 if chosen is None else chosen


def _iferror(value: Value, otherwise: Value) -> Value:
    return otherwise if isinstance(value, float) and math.isnan(value) else value


def _sumproduct(*areas: Value) -> Value:
    rows = [a.rows if isinstance(a, Area) else [[a]] for a in areas]
    if any((len(r), len(r[0])) != (len(rows[0]), len(rows[0][0])) for r in rows):
        raise NotSimpleError
    cells = zip(*([v for row in r for v in row] for r in rows))
    return sum(math.prod(number(v) for v in values) for values in cells)


def _truncated(value: Value, places: Value = 0.0) -> Value:
    return _rounded(ROUND_DOWN)(value, places)


def _mod(value: Value, divisor: Value) -> Value:
    """With the sign of the divisor, as Excel has it."""
    return number(value) % number(divisor) if number(divisor) else math.nan


def _truth(value: Value) -> bool:
    if isinstance(value, (str, Area)) or (isinstance(value, float) and math.isnan(value)):
        raise NotSimpleError
    return bool(value)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "SUM": _of_numbers(sum),
    "AVERAGE": _of_numbers(_average),
    "MAX": _of_numbers(lambda values: max(values, default=0.0)),
    "MIN": _of_numbers(lambda values: min(values, default=0.0)),
    "ABS": lambda value: abs(number(value)),
    "ROUND": _rounded(ROUND_HALF_UP),
    "ROUNDUP": _rounded(ROUND_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
    "IF": _if,
    "IFERROR": _iferror,
    "SUMPRODUCT": _sumproduct,
    "INT": lambda value: float(math.floor(number(value))),
    "TRUNC": _truncated,
    "MOD": _mod,
    "AND": lambda *values: min(map(_truth, values)),
    "OR": lambda *values: max(map(_truth, values)),
    "NOT": lambda value: not _truth(value),
}
