"""What staff are told about their workbook.

A problem is a value: its code, where it is, and its facts as fields. The sentence that says how to
mend it (problems.csv) is made from them when it is shown; no code reads a sentence. Codes never
change.
"""

import csv
import datetime as dt
import pathlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from words.numbers import grouped

BLOCK, EXPLAIN, HINT, TIDIED = "阻断", "需说明", "提示", "规范"
SEVERITIES = (BLOCK, EXPLAIN, HINT, TIDIED)  # hardest first
Place = tuple[str, str]  # sheet, cell

_NAMED = 10  # of a list in one sentence
_REMARKS = {  # facts that are said only where there are any
    "near": "（是否为“{}”？）",
    "allowed": "（{}）",  # what may stand there instead
    "differing": "（这里的 {} 与那里不同）",
    "odd": "；{} 空着或不是数，请一并核对",  # of what the name would be about
    "unheard": "；目录中确实没有的新指标，请管理员先登记",
    "negative": "；如为负数，请写作 {}",
    "hint": "；{}",
}


def _read(file: pathlib.Path) -> dict[str, tuple[str, str]]:
    with open(file, encoding="utf-8", newline="") as rows:
        return {r["code"]: (r["severity"], r["sentence"]) for r in csv.DictReader(rows)}


WORDING = _read(pathlib.Path(__file__).with_suffix(".csv"))  # code → severity, sentence


@dataclass(frozen=True)
class Problem:
    """`cell` is to blame. `others`: the other cells that the judgement read. `more`: how many
    problems of this kind in this column are not listed beside it. `hidden`: what must be shown
    before the cells can be seen."""

    code: str
    severity: str
    sheet: str
    cell: str
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)
    others: tuple[Place, ...] = ()
    more: int = 0
    hidden: str = ""

    @property
    def place(self) -> Place:
        return self.sheet, self.cell

    @property
    def message(self) -> str:
        """The Chinese sentence."""
        facts = {name: _said(name, value) for name, value in self.facts.items()}
        if self.others:
            facts.setdefault("other", "!".join(self.others[0]))
        sentence = WORDING[self.code][1].format(**facts)
        if self.hidden:
            sentence += f"（{self.hidden}被隐藏，请先取消隐藏）"
        return sentence + (f"（同列另有 {self.more} 处同类问题，未逐一列出）" if self.more else "")

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "cell": self.cell,
            "message": self.message,
            "others": ["!".join(place) for place in self.others],
        }


def problem(
    code: str, sheet: str = "", cell: str = "", others: Iterable[Place] = (), **facts
) -> Problem:
    """The problem `code` at sheet!cell.

    `facts` are values, not words: numbers, months and lists are printed by the sentence; `found` is
    text from the file. Raises KeyError for an unknown code or a missing fact.
    """
    made = Problem(code, WORDING[code][0], sheet, cell, facts, tuple(others))
    made.message  # noqa: B018, a fact that is missing is our fault and shows here
    return made


def _said(name: str, value: object) -> object:
    match value:
        case str() if name == "found":
            text = "".join(ch if ch.isprintable() else "␣" for ch in value[:40])
            return text if len(value) <= 40 else text[:39] + "…"
        case _ if name in _REMARKS:
            return _REMARKS[name].format(_said("", value)) if value else ""
        case Decimal():
            return grouped(value)
        case dt.date():
            return f"{value:%Y-%m}"
        case list() | tuple():
            return "、".join(map(str, value[:_NAMED])) + ("等" if len(value) > _NAMED else "")
    return value


def blocks(problems: Iterable[Problem]) -> bool:
    return any(p.severity == BLOCK for p in problems)
