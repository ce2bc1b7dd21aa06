"""A button for a file that is made when it is asked for."""

from collections.abc import Callable

import streamlit as st

from access.limits import DOWNLOADS
from export.pool import made_in_pool
from ui.person import person


def file_button(
    label: str, make: Callable[[], bytes], name: str, mime: str | None = None, **said
) -> None:
    """st.download_button; the file is made in the small pool, a few at once for each person."""
    who = _account()
    st.download_button(label, lambda: _made(who, make), name, mime, on_click="ignore", **said)


def in_turn(make: Callable[[], bytes]) -> bytes:
    """What `make` returns, made now under the same limits as a click."""
    return _made(_account(), make)


def _account() -> str:
    known = person()
    return (known and known.account) or st.context.ip_address or ""


def _made(who: str, make: Callable[[], bytes]) -> bytes:
    with DOWNLOADS.turn(who):
        return made_in_pool(make)
