"""What the month's documents say, as plain values: every writer prints these and adds nothing."""

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from words.columns import AtRight

# Half-width characters: a header's least, a sentence's widest first, what stands around a text,
# and how many fit across the text of an official page in type of 8.5 points.
_HEADER, _SENTENCES, _PADDING, _FITS = 8, (40, 30, 24, 20, 16, 12), 2.5, 104


@dataclass(frozen=True)
class Table:
    """Texts by column, numbers at the right; `note` stands below it."""

    title: str
    columns: Mapping[str, list[str]]
    note: str = ""

    @property
    def rows(self) -> list[tuple[str, ...]]:
        return list(zip(*self.columns.values(), strict=True))

    @property
    def at_right(self) -> list[bool]:
        return [isinstance(texts, AtRight) for texts in self.columns.values()]

    @property
    def widths(self) -> list[float]:
        """Half-width characters that each column needs: a number never wraps, a sentence wraps
        until the table fits its page in readable type."""
        made: list[float] = []
        for most in _SENTENCES:
            made = [
                max(min(width(name), _HEADER), longest if right else min(longest, most)) + _PADDING
                for name, longest, right in zip(
                    self.columns, self._longest, self.at_right, strict=True
                )
            ]
            if sum(made) <= _FITS:
                break
        return made

    @property
    def _longest(self) -> list[int]:
        return [max(map(width, texts), default=0) for texts in self.columns.values()]

    def size(self, room: float, largest: float) -> float:
        """Points of the type with which the columns fit into `room` points."""
        return min(largest, round(2 * room / sum(self.widths), 1))

    @property
    def whole(self) -> bool:
        """Small enough to stand on one sheet: 21 cities do."""
        return len(self.rows) <= 24


@dataclass(frozen=True)
class Chart:
    """Bars of one measure, in order."""

    title: str
    unit: str
    decimals: int
    names: list[str]
    values: list[float]
    texts: list[str]


Block = str | Table | Chart


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it, and headings below it: 一、（一）1."""

    heading: str
    blocks: Sequence[Block] = ()
    parts: Sequence["Section"] = ()

    def walk(self, level: int = 1) -> Iterator[tuple[int, "Section"]]:
        yield level, self
        for part in self.parts:
            yield from part.walk(level + 1)


@dataclass(frozen=True)
class Slide:
    """One slide: a title, lines, and a chart or a table beside or below them."""

    title: str
    lines: Sequence[str] = ()
    chart: Chart | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Report:
    """A month as it was known after a load. `nature` is said on every sheet of made-up figures."""

    title: str
    month: dt.date
    masthead: list[tuple[str, str]]
    nature: str
    as_of: dt.datetime
    sections: list[Section]
    slides: list[Slide]
    mark: str = ""  # who took it and when, on every sheet, where that is asked for

    @property
    def head(self) -> str:
        """What stands at the head of every sheet."""
        return "　".join(
            [*([self.nature] if self.nature else []), f"{self.title}　{self.month:%Y-%m}"]
            + ([self.mark] if self.mark else [])
        )


def unmarked(sentence: str) -> str:
    """A sentence as it stands where no number of it is bold: pages mark those with **."""
    return sentence.replace("**", "")


def width(text: str) -> int:
    """In half-width characters."""
    return sum(1 + (unicodedata.east_asian_width(ch) in "WF") for ch in text)
