"""A button for a file that is made when it is asked for, by who may take it out."""

from collections.abc import Callable

import streamlit as st

from access import exports
from access.limits import DOWNLOADS
from export import taken
from export.pool import made_in_pool
from ui.person import person


def file_button(
    label: str,
    make: Callable[[], bytes],
    name: str,
    mime: str | None = None,
    as_it_is: bool = False,
    own: bool = False,
    **said,
) -> None:
    """st.download_button; the file is made in the small pool, a few at once for each person.

    `as_it_is`: its bytes cannot carry a mark; `own`: the reader brought it.
    """
    known, who = person(), _account()
    refused = "" if own else exports.refusal(known, name, as_it_is)
    if refused:
        shown = {k: v for k, v in said.items() if k in ("icon", "key")}
        st.button(label, disabled=True, help=refused, **shown)
        return
    mark = exports.mark(known)
    st.download_button(label, lambda: _made(who, make, mark), name, mime, on_click="ignore", **said)


def in_turn(make: Callable[[], bytes]) -> bytes:
    """What `make` returns, made now under the same limits as a click."""
    return _made(_account(), make, exports.mark(person()))


def _account() -> str:
    known = person()
    return (known and known.account) or st.context.ip_address or ""


def _made(who: str, make: Callable[[], bytes], mark: str) -> bytes:
    def marked() -> bytes:
        taken.take_as(mark)
        return make()

    with DOWNLOADS.turn(who):
        return made_in_pool(marked)
