"""Horizontal bars as plain HTML: there with the text, links, and read aloud; what draws figures is
half of all that a first visit fetches."""

from html import escape, unescape
from typing import NamedTuple


class Bar(NamedTuple):
    name: str
    value: float
    text: str
    said: list[str]  # the lines of its hover
    colour: str
    href: str = ""
    printed: str = ""  # its number as a table prints it, where `text` says more or less


_ROW = (
    '<li><{tag} title="{said}"><span>{name}</span><span><i style="margin-left:{left:.1f}%;'
    'width:{width:.1f}%;background:{colour}"></i>{text}</span></{end}></li>'
)


def bar_rows(bars: list[Bar], alt: str, most: float = 0.0) -> str:
    """One row a bar, in order; from the zero line to the right, losses to its left. As wide as
    `most`, or the largest of them, and the longest name and text have their room beside it."""
    low = min([0.0, *(bar.value for bar in bars)])
    whole = max([most, *(bar.value for bar in bars)]) - low or 1
    rows = "".join(
        _ROW.format(
            **element(bar.href),
            said="&#10;".join(attribute(line) for line in bar.said),
            name=escape(bar.name),
            left=(min(bar.value, 0.0) - low) / whole * 100,
            width=abs(bar.value) / whole * 100,
            colour=bar.colour,
            text=f"<b>{escape(bar.text)}</b>",
        )
        for bar in bars
    )
    return f'<ol class="bars" aria-label="{escape(alt)}"{_room(bars)}>{rows}</ol>'


def _room(bars: list[Bar]) -> str:
    """What the longest name and the longest text take."""
    if not bars:
        return ""
    name = max(_width(bar.name) for bar in bars) + 0.8
    text = max(_width(bar.text) for bar in bars) + 0.8
    return f' style="--name:{name:.1f}em;--beside:{text:.1f}em"'


def _width(text: str) -> float:
    """About how wide it is drawn, in letters of a Chinese text."""
    return sum(1.0 if letter > "\u2e80" else 0.6 for letter in text)


def element(href: str) -> dict[str, str]:
    """How a mark begins and ends: as a link where it leads anywhere."""
    return {"tag": f'a href="{escape(href)}"' if href else "span", "end": "a" if href else "span"}


def attribute(text: str) -> str:
    """A text of a figure's hover as the value of an attribute."""
    return escape(unescape(text.replace("<br>", "\n")))


def key(colours: dict[str, str]) -> str:
    """What the colours mean."""
    marks = (f'<span><i style="background:{c}"></i>{escape(n)}</span>' for n, c in colours.items())
    return f'<p class="key">{" ".join(marks)}</p>'
