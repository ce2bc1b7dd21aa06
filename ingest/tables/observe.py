"""From an entry to an observation: what the cell prints, as an exact number in the indicator's
unit. Blank stays blank; anything else is a problem."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalog import Indicator
from ingest.problems import Problem, problem
from ingest.tables.entries import Entry
from ingest.tables.mends import mend_of
from ingest.tables.numeral import MOST_DECIMALS, Number, fold_width, parse_number, scale_of
from ingest.workbook.sheets import Cell, coordinate
from warehouse.loads import Observation
from words.numbers import COUNTERS

_CELL_FAULTS = {
    "error": "cell-error",
    "uncalculated": "formula-not-calculated",
    "date": "number-as-date",
    "boolean": "type-error",
    "unshown": "number-unshown",
}
_REFORMAT = "把格式改为“数值”或“常规”"
_MENDS = {  # by what shows a number as something else
    "条件格式": "清除这条规则",
    "对齐方式": "把水平对齐改为“常规”",
    "工作表": "在“选项 → 高级”里勾选显示零值，没有数据的清空",
}
# what people type where there is no figure; – is also the sign for zero, so it is never taken
_PLACEHOLDER = re.compile(
    r"[-—–―－/／…\.·*＊\\?？]+|无|暂无|无数据|暂缺|缺|空白?|不详|未(统计|上报|报|填)"
    r"|待(补充?|定|报|统计|核实?)|n/?a|null|nan|x",
    re.I,
)

_ALIKE = {"placeholder": "found", "percent-ambiguous": "label"}  # code → what a column has alike

_DIGITS = r"[0-9][0-9,]{0,20}(?:\.[0-9]{1,10})?[万亿%]?"
_MARKED = re.compile(
    rf"{_DIGITS}\s?((?:[*＊※†‡①-⑳¹²³⁰-⁹]|[\[［【（(]注?[0-9]{{0,2}}[\]］】）)]|注[0-9]{{0,2}}){{1,3}})"
)
_BELOW_NOUGHT = re.compile(
    rf"(?:[▲△▼↓]|负|减少?|[-−–—])\s?[(（]?({_DIGITS})[)）]?|[(（]({_DIGITS})[)）]"
)


def observe_all(
    entries: Iterable[Entry], month: dt.date
) -> tuple[list[Observation], list[Problem]]:
    """The observations of many cells and their problems, each cause once."""
    observations, problems = [], []
    for entry in entries:
        observation, faults = observe(entry, month)
        problems += faults
        observations += [observation] if observation else []
    return observations, list(_grouped(list(dict.fromkeys(problems))))


def observe(entry: Entry, month: dt.date) -> tuple[Observation | None, list[Problem]]:
    """The observation of one cell, None where a problem blocks it, and the problems."""
    cell, indicator = entry.cell, entry.indicator
    merged = entry.sheet.merged_at(entry.row, entry.column)
    if merged:
        place = entry.sheet.title, coordinate(merged.top, merged.left)
        return None, [problem("data-merged", *place, found=merged.coordinate)]
    if cell is None:
        return _observation(entry, month, None, ""), []
    if cell.special_runs:
        return None, [_at(entry, "number-marked", runs=cell.special_runs[:60])]
    if value := entry.sheet.outdated.get((entry.row, entry.column)):
        return None, [_at(entry, "formula-outdated", found=cell.text, value=value)]
    number = parse_number(cell.text, indicator.unit) if cell.kind in ("text", "number") else None
    if number is None:
        return None, [_no_number(entry, cell)]
    faults = _number_faults(entry, cell, number)
    if faults:
        return None, faults
    # what a format counts (0"个") is no part of the figure as it is printed
    token = cell.text.strip().rstrip(COUNTERS if cell.kind == "number" else "")
    return _observation(entry, month, number, token), _tidied(entry, cell, number)


def _grouped(problems: list[Problem]) -> Iterator[Problem]:
    """The same placeholder down a column is one problem at its first cell; so are its rates without
    a sign."""
    cells: dict[tuple, list[Problem]] = {}
    for p in problems:
        alike = p.facts.get(_ALIKE.get(p.code, ""))
        key = (p.code, p.sheet, p.cell.rstrip("0123456789"), alike)
        cells.setdefault(key if p.code in _ALIKE else (id(p),), []).append(p)
    for first, *rest in cells.values():
        others = tuple(p.place for p in rest)
        more = {"count": 1 + len(rest)} if rest else {}
        yield replace(first, others=others, facts={**first.facts, **more}) if rest else first


def _no_number(entry: Entry, cell: Cell) -> Problem:
    text = cell.text.strip()
    if cell.kind == "text" and _PLACEHOLDER.fullmatch(text):
        return _at(entry, "placeholder", found=text, label=entry.indicator.name, count=1)
    code = _CELL_FAULTS.get(cell.kind, "type-error")
    if marked := _MARKED.fullmatch(text):
        return _at(entry, "number-marked", runs=f"“{marked[1]}”")
    below = _BELOW_NOUGHT.fullmatch(text) if _may_fall(entry) else None
    negative = f"-{below[1] or below[2]}" if below else ""
    facts = {"found": cell.text, "example": _example(entry.indicator), "negative": negative}
    hint = "" if negative else mend_of(text, entry.indicator.unit)
    mend = next((m for begin, m in _MENDS.items() if cell.stored.startswith(begin)), _REFORMAT)
    return _at(entry, code, format=cell.stored, mend=mend, hint=hint, **facts)


def _number_faults(entry: Entry, cell: Cell, number: Number) -> list[Problem]:
    """Faults of one number on its own."""
    indicator, text = entry.indicator, cell.text.strip()
    if not number.storable:
        code = "number-too-precise" if number.decimals > MOST_DECIMALS else "number-too-large"
        return [_at(entry, code, found=text, label=indicator.name)]
    if number.suffix and number.suffix != scale_of(indicator.unit):
        return [
            _at(
                entry,
                "unit-conflict",
                found=text,
                label=indicator.name,
                expected=indicator.unit or "无单位",
                value=format(number.value.normalize(), "f"),
            )
        ]
    if number.value < 0 and not _may_fall(entry):
        return [_at(entry, "negative", found=text, label=indicator.name)]
    if (
        number.value % 1
        and indicator.decimals == 0
        and indicator.kind == "stock"
        and not scale_of(indicator.unit)
    ):
        return [_at(entry, "not-integer", found=text, label=indicator.name)]
    if indicator.kind == "rate" and not 0 <= number.value <= 100:
        return [_at(entry, "rate-out-of-range", found=f"{number.value:f}", label=indicator.name)]
    if indicator.kind == "rate" and not number.suffix and 0 < number.value <= 1:
        return [_ambiguous_rate(entry, cell, number)]
    return []


def _ambiguous_rate(entry: Entry, cell: Cell, number: Number) -> Problem:
    """0.5778 in a column of rates: a reason would not say which was stored, the sign does."""
    percent = format((number.value * 100).normalize(), "f")
    reformat = f"如为 {percent}%，选中这些格，把格式改为“百分比”、2 位小数即可"
    hint = reformat if cell.kind == "number" else ""
    facts = {"label": entry.indicator.name, "percent": percent, "count": 1, "hint": hint}
    return _at(entry, "percent-ambiguous", found=cell.text.strip(), **facts)


def _may_fall(entry: Entry) -> bool:
    """The number of projects in a stage may fall, so their 数量变化 alone may be negative."""
    return entry.indicator.table == "project" and entry.measure == "monthly"


def _tidied(entry: Entry, cell: Cell, number: Number) -> list[Problem]:
    """What is remarked about a number that is taken: odd decimals, a repeated unit, another
    width."""
    indicator, text = entry.indicator, cell.text.strip()
    value, unit = format(number.value, "f"), indicator.unit
    if cell.stored or (cell.kind == "text" and number.decimals != indicator.decimals):
        places = f"小数位与目录（{indicator.decimals} 位）不同"
        why = f"而格里存的是 {cell.stored}" if cell.stored else places
        return [_at(entry, "precision-changed", label=indicator.name, found=text, why=why)]
    if number.suffix in ("万", "亿") or text[-1] in f"{COUNTERS}次":
        return [_at(entry, "unit-redundant", found=text, value=value, unit=unit)]
    if fold_width(text) != text or re.search(r"\s", text) or cell.unseen:
        return [_at(entry, "number-normalised", found=text, value=value)]
    return []


def _observation(entry: Entry, month: dt.date, number: Number | None, token: str) -> Observation:
    return Observation(
        month,
        entry.indicator.code,
        entry.member_code,
        entry.measure,
        number.value if number else None,
        None,
        token,
        number.decimals if number else None,
        entry.sheet.title,
        entry.coordinate,
    )


def _example(indicator: Indicator) -> str:
    return "93.66%" if indicator.unit == "%" else "1,234" if indicator.decimals == 0 else "1,234.5"


def _at(entry: Entry, code: str, **facts) -> Problem:
    return problem(code, entry.sheet.title, entry.coordinate, **facts)
