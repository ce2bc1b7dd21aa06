"""A drawing made once for all readers: building a figure takes 9 ms of Python's lock, looking it up
0.2, and most readers look at the same month."""

import collections
import functools
import pickle
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import plotly.graph_objects as go

KEPT = 300  # drawings a process: a dozen months of every page

P = ParamSpec("P")
R = TypeVar("R")
_lock = threading.Lock()
_drawn: collections.OrderedDict[bytes, Any] = collections.OrderedDict()


def drawn_once(draw: Callable[P, R]) -> Callable[P, R]:
    """The same content gives the same drawing, shared by all sessions: nobody may change it.

    `draw` must depend on its arguments alone.
    """

    @functools.wraps(draw)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        key = pickle.dumps((draw.__module__, draw.__qualname__, args, kwargs))
        with _lock:
            if key in _drawn:
                _drawn.move_to_end(key)
                return _drawn[key]
        drawing = draw(*args, **kwargs)
        if isinstance(drawing, go.Figure):
            _keep_as_sent(drawing)
        with _lock:
            _drawn[key] = drawing
            while len(_drawn) > KEPT:
                _drawn.popitem(last=False)
        return drawing

    return remembered


def _keep_as_sent(drawing: go.Figure) -> None:
    """Streamlit asks a figure for its dictionary at every run, which copies it deeply: a third of a
    page's processor time. A copy of the figure makes its own again."""
    sent = drawing.to_dict()
    object.__setattr__(drawing, "to_dict", lambda: sent)
