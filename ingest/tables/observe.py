"""From an entry to an observation: what the cell prints, as an exact number in the indicator's
unit. Blank stays blank; anything else is a problem."""

import datetime as dt

from catalog import Indicator
from ingest.problems import Problem, problem
from ingest.tables.entries import Entry
from ingest.tables.numeral import Number, fold_width, parse_number, scale_of
from warehouse.loads import Observation

_CELL_FAULTS = {
    "error": "cell-error",
    "uncalculated": "formula-not-calculated",
    "date": "number-as-date",
    "boolean": "type-error",
    "unshown": "number-unshown",
}


def observe(entry: Entry, month: dt.date) -> tuple[Observation | None, list[Problem]]:
    """The observation of one cell, None where a problem blocks it, and the problems."""
    cell, indicator = entry.cell, entry.indicator
    merged = entry.sheet.area_at(entry.row, entry.column)
    if merged:
        return None, [_at(entry, "data-merged", found=merged.address)] if (
            entry.row,
            entry.column,
        ) == (merged.top, merged.left) else []
    if cell is None:
        return _observation(entry, month, None, ""), []
    if cell.marks:
        return None, [_at(entry, "number-marked", marks=cell.marks)]
    number = parse_number(cell.text, indicator.unit) if cell.kind in ("text", "number") else None
    if number is None:
        code = _CELL_FAULTS.get(cell.kind, "type-error")
        facts = {"found": cell.text, "example": _example(indicator), "format": cell.stored[:40]}
        return None, [_at(entry, code, **facts)]
    faults = _number_faults(entry, number)
    return (
        None if faults else _observation(entry, month, number, cell.text.strip())
    ), faults or _tidied(entry, number)


def _number_faults(entry: Entry, number: Number) -> list[Problem]:
    """Faults of one number on its own.

    A stage count may fall, so the projects' 数量变化 alone may be negative.
    """
    indicator, text = entry.indicator, entry.cell.text.strip()
    if number.suffix and number.suffix != scale_of(indicator.unit):
        return [
            _at(entry, "unit-conflict", found=text, label=indicator.name, expected=indicator.unit)
        ]
    if number.value < 0 and not (indicator.kind == "stock" and entry.measure == "monthly"):
        return [_at(entry, "negative", found=text, label=indicator.name)]
    if (
        number.value % 1
        and indicator.decimals == 0
        and indicator.kind == "stock"
        and not scale_of(indicator.unit)
    ):
        return [_at(entry, "not-integer", found=text, label=indicator.name)]
    if indicator.kind == "rate" and not 0 <= number.value <= 100:
        return [
            _at(entry, "rate-out-of-range", found=format(number.value, "f"), label=indicator.name)
        ]
    return []


def _tidied(entry: Entry, number: Number) -> list[Problem]:
    """What is remarked about a number that is taken: an ambiguous rate, odd decimals, a repeated
    unit, another width."""
    indicator, text = entry.indicator, entry.cell.text.strip()
    value, unit = format(number.value, "f"), indicator.unit
    if indicator.kind == "rate" and not number.suffix and 0 < number.value <= 1:
        return [
            _at(
                entry,
                "percent-ambiguous",
                label=indicator.name,
                found=text,
                percent=format((number.value * 100).normalize(), "f"),
            )
        ]
    if entry.cell.stored or (entry.cell.kind == "text" and number.decimals != indicator.decimals):
        return [
            _at(
                entry,
                "precision-changed",
                label=indicator.name,
                found=text,
                decimals=indicator.decimals,
            )
        ]
    if number.suffix in ("万", "亿"):
        return [_at(entry, "unit-redundant", found=text, value=value, unit=unit)]
    if fold_width(text) != text or entry.cell.unseen:
        return [_at(entry, "number-normalised", found=text, value=value)]
    return []


def _observation(entry: Entry, month: dt.date, number: Number | None, token: str) -> Observation:
    return Observation(
        month,
        entry.indicator.code,
        entry.member_code,
        entry.measure,
        number and number.value,
        None,
        token,
        number and number.decimals,
        entry.sheet.title,
        entry.address,
    )


def _example(indicator: Indicator) -> str:
    if indicator.unit == "%":
        return "93.66%"
    return "1,234" if indicator.decimals == 0 else "1,234.5"


def _at(entry: Entry, code: str, **facts) -> Problem:
    return problem(code, entry.sheet.title, entry.address, **facts)
