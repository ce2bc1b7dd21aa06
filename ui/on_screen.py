"""What this script run has put on screen: the choices made and the tables shown, in order, so that
导出本页 writes exactly those."""

import contextvars
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from export.xlsx import Table
from words.columns import AtRight


@dataclass
class Screen:
    """Choices as (label, text), tables and charts as shown."""

    choices: dict[str, str] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    charts: list[tuple[str, Any]] = field(default_factory=list)  # title and figure


_screen: contextvars.ContextVar[Screen | None] = contextvars.ContextVar("screen", default=None)


def begin() -> None:
    """A new script run shows nothing yet."""
    _screen.set(Screen())


def screen() -> Screen:
    """What this run has shown so far. Outside a run of the menu: a screen that nobody reads."""
    return _screen.get() or Screen()


def note_choice(label: str, text: str) -> None:
    screen().choices[label] = text


def note_table(title: str, columns: Mapping[str, list]) -> None:
    numbers = tuple(name for name, texts in columns.items() if isinstance(texts, AtRight))
    screen().tables.append(Table(title, columns, numbers))
