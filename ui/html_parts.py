"""Pieces of HTML that look like the framework's own: one message for what would be a dozen."""

from html import escape
from urllib.parse import urlencode


def bold(text: str) -> str:
    """A text with its **numbers** in bold, everything else as it is."""
    pieces = escape(text).split("**")
    return "".join(f"<b>{p}</b>" if n % 2 else p for n, p in enumerate(pieces))


def card(title: str, note: str, body: str) -> str:
    """A bordered block with a heading, and a note on what is shown."""
    told = note and f'<details><summary aria-label="说明">?</summary>{escape(note)}</details>'
    return box(f"<header><h2>{escape(title)}</h2>{told}</header>{body}")


def box(body: str) -> str:
    """A bordered block."""
    return f'<section class="card">{body}</section>'


def address(page: str, **query: str) -> str:
    """Of another page, its choices set; followed without leaving the session (server/links.js)."""
    return f"/{page}?{urlencode(query)}" if query else f"/{page}"


def way(page: str, label: str, **query: str) -> str:
    """A link to another page."""
    return f'<a class="way" href="{escape(address(page, **query))}">{escape(label)}</a>'
