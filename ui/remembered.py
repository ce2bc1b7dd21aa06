"""What is the same for everybody who chooses the same is made once for a state of the warehouse: of
60 ms of processor time a run, 50 were pandas and HTML that the reader before had already paid."""

import itertools
from collections.abc import Callable
from functools import partial

import streamlit as st

from ui import address, on_screen
from warehouse.reader import reader

KEPT = 400  # blocks a process: a dozen months of every page, 60 kB each
_states = itertools.count()


def piece(name: str, make: Callable[[], str]) -> str:
    """The HTML of `make`, which depends on the warehouse and on what is chosen on the page alone;
    what it notes for 导出本页 is noted each time."""
    key = (name, _chosen())
    shown, noted = reader().remembered(key, partial(on_screen.noted, make))
    on_screen.note(noted)
    return shown


def block(name: str, draw: Callable[[], None]) -> None:
    """The same for what `draw` puts on the page: no picker, and no chart or table to choose in."""
    with reader().held():
        state = reader().remembered(("state",), partial(next, _states))
        on_screen.note(_drawn(f"{state} {name} {_chosen()}", draw))


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _drawn(key: str, _draw: Callable[[], None]) -> on_screen.Part:
    """Streamlit sends again what was drawn in here."""
    _, noted = on_screen.noted(_draw)
    return noted


def _chosen() -> str:
    """The page and its choices, that of the theme included."""
    return f"{address.page()} {address.in_force()} {st.context.theme.type}"
