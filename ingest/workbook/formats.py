"""A number as its format shows it: what a person sees in the cell is what is read.

Number formats are little programs. What cannot be followed with certainty is said, never guessed.
"""

import functools
import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.workbook.digits import Sign, exponential, general, in_places, plain
from words.numbers import COUNTERS

_LONGEST = 255  # of a format's text, in Excel too
_FIGURE = re.compile(
    rf"[-+]?(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?[万亿%]?[{COUNTERS}]?"
)
_SILENT = re.compile(r"[\s¥￥]")  # says nothing beside a figure
_SIGNS = re.compile(
    r"(?P<quoted>\"[^\"]*\"?)|(?P<bracket>\[[^\]]*\]?)|(?P<escaped>[\\!].?)|(?P<space>_.?)"
    r"|(?P<fill>\*.?)|(?P<general>General|G/通用格式)|(?P<power>E[+-])|(?P<digit>[0#?])"
    r"|(?P<date>AM/PM|A/P|上午/下午|aaaa?|[ymdhsegb])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)"
    r"|(?P<at>@)|(?P<slash>/)|(?P<end>;)|(?P<text>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+"
    r"|[黑蓝青绿红白黄]色?|洋红色?|颜色 ?[0-9]+",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_HOLDS = {
    "<": Decimal.__lt__,
    ">": Decimal.__gt__,
    "=": Decimal.__eq__,
    "<=": Decimal.__le__,
    ">=": Decimal.__ge__,
    "<>": Decimal.__ne__,
}


@dataclass(frozen=True)
class Shown:
    """What a cell shows. kind: number, date, text, or unshown where that cannot be told.

    stored: the number that the cell holds, where its format hides digits of it.
    """

    kind: str
    text: str
    stored: str = ""


class _Section:
    """One of the up to four parts of a format."""

    def __init__(self, signs: list[Sign]):
        self.condition = next((_CONDITION.fullmatch(t) for k, t in signs if k == "condition"), None)
        self.signs = [s for s in signs if s[0] != "condition"]
        self.kinds = {kind for kind, _ in self.signs}

    def holds(self, number: Decimal) -> bool:
        return self.condition is None or _HOLDS[self.condition[1]](
            number, Decimal(self.condition[2])
        )

    def text(self, value: str = "") -> str:
        return "".join(value if kind in ("at", "general") else text for kind, text in self.signs)


class Format:
    """One number format, taken apart once and asked for every cell that has it."""

    def __init__(self, code: str):
        self.code = code[:_LONGEST]
        sections: list[list[Sign]] = [[]]
        for match in _SIGNS.finditer(self.code or "General"):
            if match.lastgroup == "end":
                sections.append([])
            else:
                sections[-1].append(_sign(match.lastgroup or "", match[0]))
        self.sections = [_Section(signs) for signs in sections]
        last = self.sections[-1]
        self.for_text = last if len(sections) == 4 or last.kinds & {"at"} else None
        self.for_numbers = self.sections[: -1 if self.for_text and len(sections) > 1 else None]
        self.is_general = not code or self.sections[0].signs == [("general", "")]
        letters = {m[0].lower() for m in _SIGNS.finditer(self.code) if m.lastgroup == "date"}
        # a date that shows its month only: 2022年8月 as Chinese Excel keeps it, or 8月
        self.month_only = "".join(sorted(letters)) if letters in ({"m"}, {"m", "y"}) else ""
        self.readable = len(code) <= _LONGEST and len(self.for_numbers) <= 3

    def show_text(self, text: str) -> str:
        """A text as the format's part for texts shows it; nothing where it hides it."""
        return self.for_text.text(text) if self.for_text else text

    def show(self, value: float) -> Shown:
        """A number as the format shows it; of a date, only that it is one."""
        short = repr(value)
        if self.is_general and len(short) < 12 and "e" not in short and value:
            return Shown("number", short.removesuffix(".0"))  # most cells; the long way gives this
        held = Decimal(format(value, ".15g"))  # Excel keeps, and rounds from, 15 digits
        section, printed = self._chosen(held) if self.readable else (None, held)
        return (section and _shown(section, held, printed)) or Shown("unshown", plain(held))

    def _chosen(self, held: Decimal) -> tuple[_Section | None, Decimal]:
        """The section for this number, and what it prints: the one for negative numbers has a
        minus of its own."""
        parts = self.for_numbers
        if any(s.condition for s in parts):
            return (None if held < 0 else next((s for s in parts if s.holds(held)), None)), held
        if held < 0 and len(parts) > 1:
            return parts[1], -held
        return parts[2 if held == 0 and len(parts) > 2 else 0], held


@functools.lru_cache(maxsize=1000)
def format_of(code: str) -> Format:
    return Format(code)


def _sign(kind: str, text: str) -> Sign:
    if kind == "quoted":
        return "text", text.strip('"')
    if kind == "escaped":
        return "text", text[1:]
    if kind in ("space", "fill"):
        odd = kind == "fill" and text[-1] in "0123456789"  # fills the cell with that digit
        return "odd" if odd else "text", " " if kind == "space" else ""
    if kind == "bracket":
        return _bracket(text[1:].removesuffix("]"))
    return kind, text if kind in ("text", "point", "percent", "digit", "slash") else ""


def _bracket(inner: str) -> Sign:
    if _CONDITION.fullmatch(inner):
        return "condition", inner
    if inner.startswith("$"):  # [$¥-804]
        return "text", inner[1:].split("-", maxsplit=1)[0]
    if inner.lower().strip("hms") == "":
        return "date", ""  # [h]
    return ("text", "") if _COLOUR.fullmatch(inner) else ("odd", "")


def _shown(section: _Section, held: Decimal, printed: Decimal) -> Shown | None:
    kinds = section.kinds
    if "date" in kinds:
        return Shown("date", plain(held))
    if "odd" in kinds or {"digit", "slash"} <= kinds or {"digit", "general"} <= kinds:
        return None
    made: tuple[str, bool] | None
    if "power" in kinds:
        made = exponential(printed)
    elif "digit" in kinds:
        made = in_places(section.signs, printed)
    elif kinds & {"general", "at"}:
        text, complete = general(printed)
        made = section.text(text), complete
    else:
        made = section.text(), held == 0
    if not made or not made[0].strip():
        return None  # a figure nobody sees is none
    return _as_figure(*made, held)


def _as_figure(text: str, complete: bool, held: Decimal) -> Shown | None:
    """The printed text as a figure, or as the text that it is."""
    bare, stored = _SILENT.sub("", text), "" if complete else plain(held)
    if held == 0 and bare in ("-", "–", "—"):
        return Shown("number", "0")  # 会计专用 prints zero as a dash
    if held < 0 and bare[:1] == "(" and bare[-1:] == ")":
        bare = "-" + bare[1:-1]
    if not _FIGURE.fullmatch(bare):
        return Shown("text", text.strip(), stored)
    if not re.search("[1-9]", bare):
        return Shown("number", bare.lstrip("+-"), stored)
    return Shown("number", bare, stored) if (bare[0] == "-") == (held < 0) else None
