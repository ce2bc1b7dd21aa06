"""The frame of the page, its slides, and the pieces of HTML that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from charts.theme import REGION_COLOURS
from words.columns import AtRight
from words.names import TITLE


@dataclass(frozen=True)
class Slide:
    code: str
    title: str
    body: str
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """What stands above all slides (HTML), the slides, and what stands below them (text)."""

    head: str
    slides: list[Slide]
    foot: str = ""

    @staticmethod
    def only(body: str) -> Shown:
        return Shown("", [Slide("only", "大屏", body)])


def frame(style: str, release: str, etag: str, shown: Shown) -> str:
    """The page: what stands above and below all slides, and the slides, the first one in sight."""
    slides = "".join(
        f'<section class="slide{" on" if n == 0 else ""}" id="{escape(s.code)}" '
        f'aria-label="{escape(s.title)}"><h2>{escape(s.title)}'
        f"<small>{escape(s.note)}</small></h2>{s.body}</section>"
        for n, s in enumerate(shown.slides)
    )
    dots = "".join(f'<i class="{"on" if n == 0 else ""}"></i>' for n in range(len(shown.slides)))
    return (
        '<!doctype html><html lang="zh-CN" translate="no" '
        f'data-version=\'{etag}\' data-release="{release}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>大屏 · {TITLE}</title><link rel="icon" href="data:,"><style>{style}</style>'
        f'<script src="/screen.js?{release}" defer></script></head><body>'
        f"<header><h1>{TITLE}</h1>{shown.head}</header><main>{slides}</main>"
        f'<footer><span id="dots">{dots}</span><span>{escape(shown.foot)}</span>'
        '<span id="state" role="status"></span></footer></body></html>'
    )


def sentence(text: str) -> str:
    return f'<p class="only">{escape(text)}</p>'


def lines(title: str, said: Iterable[str]) -> str:
    """`said`: HTML already."""
    items = "".join(f"<li>{line}</li>" for line in said)
    return f"<h3>{escape(title)}</h3><ul>{items}</ul>"


def in_one_line(text: str) -> str:
    """▼ 0.33 百分点, which breaks neither at a space nor between two characters."""
    return f"<nobr>{escape(text)}</nobr>"


def table(title: str, columns: Mapping[str, list[str]]) -> str:
    head = "".join(f"<th{_right(texts)}>{escape(name)}</th>" for name, texts in columns.items())
    rows = "".join(
        "<tr>"
        + "".join(f"<td{_right(texts)}>{escape(texts[n])}</td>" for texts in columns.values())
        + "</tr>"
        for n in range(len(next(iter(columns.values()))))
    )
    caption = f"<h3>{escape(title)}</h3>" if title else ""
    return f"<div>{caption}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"


def _right(texts: list[str]) -> str:
    return ' class="num"' if isinstance(texts, AtRight) else ""


def regions() -> str:
    """What colour a bar of a region has."""
    return "".join(
        f'<span class="key"><i style="background:{colour}"></i>{escape(name)}</span>'
        for name, colour in REGION_COLOURS.items()
    )
