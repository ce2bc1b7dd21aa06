"""Parts of a page that a picker has drawn anew alone: the rest of the page is not sent again.

A part reads what is chosen when it is drawn, not when the page was.
"""

from collections.abc import Callable, Iterable

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import address, on_paper, on_screen, person, remembered
from warehouse.reader import earlier_answers, look_back_to, reader, time_looked_at

_WHOLE = "what the whole page was drawn from"


def begin() -> None:
    """A run of the whole page: until it has ended, no part of it can be drawn alone."""
    st.session_state[_WHOLE] = None


def end() -> None:
    st.session_state[_WHOLE] = _state()


def draw(names: Iterable[str]) -> None:
    """In the callback of a picker: these parts alone, where the whole page stands and nothing else
    of it depends on the choice (no names)."""
    if (asked := list(names)) and st.session_state.get(_WHOLE) is not None:
        st.rerun(asked)


def show(name: str, drawing: Callable[[], str], last: bool = False) -> None:
    """A part of the page, HTML that is remembered; the last one goes with what stands for all: the
    address, the masthead."""

    def drawn() -> None:
        alone = bool((context := get_script_run_ctx()) and context.fragment_ids_this_run)
        if alone:
            _again()
        on_screen.begin_part(name)
        st.html(remembered.piece(name, drawing) + (on_paper.masthead() if last else ""))
        on_screen.begin_part("")
        if last and alone:
            address.write()

    drawn.__qualname__ = f"part {name}"
    st.fragment(drawn, key=name)()


def _again() -> None:
    """What a run of the whole page asks and sets first."""
    person.require("viewer")
    drawn_from = st.session_state.get(_WHOLE)
    look_back_to(drawn_from and drawn_from[0])
    if drawn_from != _state():
        st.rerun()
    on_screen.resume()


def _state() -> tuple:
    return time_looked_at(), reader().version(), earlier_answers()
