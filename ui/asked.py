"""A change is made once for two clicks. Streamlit begins the run of the second beside that of the
first, which it stops where it next touches the session: what it had done was lost, and a slow
double click was told that its month was there already."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import streamlit as st

_KEPT = "what was asked for last"
_TOGETHER = 3.0  # seconds: a slow double click takes half of one, nobody means the same twice
Outcome = TypeVar("Outcome")


@dataclass
class _Last:
    """Kept by the session, but not written through it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    asked: tuple = ()
    outcome: object = None
    ended: float = 0.0


def once(change: Callable[..., Outcome], *given, **named) -> Outcome:
    """What `change` says; asked for the same again meanwhile, or just after, what it said."""
    last = st.session_state.setdefault(_KEPT, _Last())
    asked = change, given, named
    with last.lock:
        if last.asked != asked or time.monotonic() - last.ended > _TOGETHER:
            last.outcome = change(*given, **named)
            last.asked, last.ended = asked, time.monotonic()
        return last.outcome
