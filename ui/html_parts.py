"""Pieces of HTML that look like the framework's own: one message for what would be a dozen."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from ui.plain_text import DAY


def dated(text: str) -> str:
    """A text as HTML whose months and days stay in one line: an element without an attribute, which
    would be cleaned."""
    return DAY.sub(r"<nobr>\g<0></nobr>", escape(text))


def bold(text: str) -> str:
    """A text with its **numbers** in bold, everything else as it is."""
    pieces = dated(text).split("**")
    return "".join(f"<b>{p}</b>" if n % 2 else p for n, p in enumerate(pieces))


def card(title: str, told: str, body: str) -> str:
    """A bordered block with a heading, and a note on what is shown."""
    return box(f"<header><h2>{dated(title)}</h2>{note(told) if told else ''}</header>{body}")


def note(text: str) -> str:
    """What opens at a question mark, also by key and by finger."""
    return (
        '<details class="note" name="note"><summary aria-label="说明">?</summary>'
        f"<span>{dated(text)}</span></details>"
    )


def small(text: str) -> str:
    """A quiet line; nothing where there is nothing to say."""
    return f"<small>{dated(text)}</small>" if text else ""


def box(body: str) -> str:
    """A bordered block."""
    return f'<section class="card">{body}</section>'


def address(page: str, **query: str | list[str]) -> str:
    """Of another page, its choices set; followed without leaving the session (server/links.js)."""
    return f"/{'' if page == 'overview' else page}?{urlencode(query, doseq=True)}"


def link(to: str, label: str) -> str:
    return f'<a href="{escape(to)}">{escape(label)}</a>'


def lines_table(columns: Mapping[str, list], alt: str) -> str:
    """A table whose texts wrap; its cells are HTML already."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in zip(*columns.values(), strict=True)
    )
    return (
        f'<table class="lines" aria-label="{escape(alt)}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def way(page: str, label: str, **query: str) -> str:
    """A link to another page."""
    return f'<a class="way" href="{escape(address(page, **query))}">{dated(label)}</a>'
