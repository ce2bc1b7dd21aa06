"""Functions of Excel that look figures up by a name, the exact way only: what is not certain raises
NotSimpleError."""

import math
from collections.abc import Callable

from ingest.workbook.functions import Area, NotSimpleError, Value, compared, number, whole_number

_MOST = 2000  # rows of a sheet that is read
_WILD = set("*?~")


def _line(value: Value) -> list:
    """The values of one row or one column."""
    if not isinstance(value, Area) or (len(value.rows) > 1 and len(value.rows[0]) > 1):
        raise NotSimpleError
    return [v for row in value.rows for v in row]


def _key(value: Value) -> Value:
    """What can be looked for: one number or one text without signs that stand for others."""
    if value is None or isinstance(value, Area) or (isinstance(value, str) and set(value) & _WILD):
        raise NotSimpleError
    return value


def _found(key: Value, values: list) -> int | None:
    wanted = _key(key)
    places = range(len(values))
    return next((n for n in places if values[n] is not None and _same(wanted, values[n])), None)


def _same(wanted: Value, value: Value) -> bool:
    return compared("=", wanted, value)


def _at(values: list, place: int | None) -> Value:
    """An empty cell counts as nought; what is not found is an error."""
    if place is None or not 0 <= place < len(values):
        return math.nan
    return 0.0 if values[place] is None else values[place]


def _exact(about: Value) -> None:
    if about not in (False, 0):
        raise NotSimpleError


def _vlookup(key: Value, area: Value, column: Value, about: Value = True) -> Value:
    _exact(about)
    if not isinstance(area, Area):
        raise NotSimpleError
    row = _found(key, [r[0] for r in area.rows])
    return math.nan if row is None else _at(area.rows[row], whole_number(column, _MOST) - 1)


def _hlookup(key: Value, area: Value, row: Value, about: Value = True) -> Value:
    turned = Area([list(column) for column in zip(*area.rows)]) if isinstance(area, Area) else area
    return _vlookup(key, turned, row, about)


def _match(key: Value, line: Value, about: Value = 1.0) -> Value:
    _exact(about)
    place = _found(key, _line(line))
    return math.nan if place is None else place + 1.0


def _xlookup(key: Value, line: Value, values: Value, otherwise: Value = math.nan) -> Value:
    names, figures = _line(line), _line(values)
    if len(names) != len(figures):
        raise NotSimpleError
    place = _found(key, names)
    return otherwise if place is None else _at(figures, place)


def _index(area: Value, row: Value, column: Value = None) -> Value:
    """Of one row or column one number is enough."""
    if not isinstance(area, Area):
        raise NotSimpleError
    if math.isnan(number(row)) or math.isnan(number(column)):
        return math.nan
    first = whole_number(row, _MOST)
    if column is None:
        return _at(_line(area), first - 1)
    second, is_row = whole_number(column, _MOST), len(area.rows) == 1
    first = 1 if is_row and not first else first
    return _at(area.rows[first - 1], second - 1) if 0 < first <= len(area.rows) else math.nan


def _meets(wanted: Value, value: Value) -> bool:
    """Whether a cell meets a condition that is a plain value: a text that is a number or begins
    with a sign is none."""
    key = _key(wanted)
    if isinstance(key, str) and (not key or key[0] in "<>=" or _is_numeric(key)):
        raise NotSimpleError
    return value is not None and _same(wanted, value)


def _is_numeric(text: str) -> bool:
    return text.strip()[:1] in "0123456789+-."


def _chosen(pairs: tuple[Value, ...]) -> list[bool]:
    """Which places meet every condition: areas and conditions in turn."""
    if len(pairs) % 2 or not pairs:
        raise NotSimpleError
    lines = [(_line(area), wanted) for area, wanted in zip(pairs[::2], pairs[1::2])]
    if len({len(line) for line, _ in lines}) > 1:
        raise NotSimpleError
    places = range(len(lines[0][0]))
    return [all(_meets(wanted, line[n]) for line, wanted in lines) for n in places]


def _sumifs(figures: Value, *pairs: Value) -> Value:
    values, chosen = _line(figures), _chosen(pairs)
    if len(values) != len(chosen):
        raise NotSimpleError
    return sum(number(v) for v, wanted in zip(values, chosen) if wanted)


def _sumif(area: Value, wanted: Value, figures: Value = None) -> Value:
    return _sumifs(area if figures is None else figures, area, wanted)


LOOKUPS: dict[str, Callable[..., Value]] = {
    "VLOOKUP": _vlookup,
    "HLOOKUP": _hlookup,
    "XLOOKUP": _xlookup,
    "MATCH": _match,
    "INDEX": _index,
    "SUMIF": _sumif,
    "SUMIFS": _sumifs,
    "COUNTIF": lambda area, wanted: float(sum(_chosen((area, wanted)))),
    "COUNTIFS": lambda *pairs: float(sum(_chosen(pairs))),
}
