"""What this script run has put on screen: the choices made and the tables shown, in order, so that
导出本页 writes exactly those."""

import contextlib
import contextvars
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from export.xlsx import Table
from words.columns import AtRight

_KEPT = "what the page shows"
Made = TypeVar("Made")


@dataclass
class Part:
    tables: list[Table] = field(default_factory=list)
    charts: list[tuple[str, Any]] = field(default_factory=list)  # title, and Figure or Chart


@dataclass
class Screen:
    """Choices as (label, text), tables and charts as shown, by the parts that are drawn alone."""

    title: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=lambda: {"": Part()})
    part: str = ""
    headed: bool = False  # has its masthead

    @property
    def tables(self) -> list[Table]:
        return [table for part in self.parts.values() for table in part.tables]

    @property
    def charts(self) -> list[tuple[str, Any]]:
        """Title of each, and the figure or what a workbook draws of it."""
        return [chart for part in self.parts.values() for chart in part.charts]


_screen: contextvars.ContextVar[Screen | None] = contextvars.ContextVar("screen", default=None)


def begin(title: str = "") -> None:
    """A new script run shows nothing yet."""
    st.session_state[_KEPT] = Screen(title)
    _screen.set(st.session_state[_KEPT])


def resume() -> None:
    """A part is drawn alone: the page is what it was."""
    _screen.set(st.session_state[_KEPT])


@contextlib.contextmanager
def outside_a_session(title: str, choices: Mapping[str, str]) -> Iterator[None]:
    """What is made in this block is for no session's screen, but knows what is chosen."""
    token = _screen.set(Screen(title, dict(choices)))
    try:
        yield
    finally:
        _screen.reset(token)


def begin_part(name: str) -> None:
    """What follows belongs to this part, and replaces what it showed before."""
    shown = screen()
    shown.part = name
    if name:
        shown.parts[name] = Part()


def screen() -> Screen:
    """What this run has shown so far. Outside a run of the menu: a screen that nobody reads."""
    return _screen.get() or Screen()


def noted(make: Callable[[], Made]) -> tuple[Made, Part]:
    """What `make` returns, and what it notes meanwhile, which the screen does not show yet."""
    shown = screen()
    before = shown.parts[shown.part]
    shown.parts[shown.part] = part = Part()
    try:
        return make(), part
    finally:
        shown.parts[shown.part] = before


def note(part: Part) -> None:
    """Tables and charts that are on screen now."""
    shown = screen().parts[screen().part]
    shown.tables.extend(part.tables)
    shown.charts.extend(part.charts)


def note_choice(label: str, text: str) -> None:
    screen().choices[label] = text


def note_table(title: str, columns: Mapping[str, list]) -> None:
    numbers = tuple(name for name, texts in columns.items() if isinstance(texts, AtRight))
    screen().parts[screen().part].tables.append(Table(title, columns, numbers))


def note_chart(title: str, figure: Any) -> None:
    """A chart for the workbook: a Plotly figure, or of what is drawn as HTML an export.Chart."""
    screen().parts[screen().part].charts.append((title, figure))
