"""A page that has said all it can ends here; what stands around it is still written."""

from typing import NoReturn

import streamlit as st


class PageEnds(Exception):
    """Not a fault. `st.stop` would also stop the masthead of its sheet."""


def end_page() -> NoReturn:
    raise PageEnds


def end_without(said: str) -> NoReturn:
    """Ends with the sentence that what was chosen is not there."""
    say_absent(said)
    end_page()


def say_absent(said: str) -> None:
    st.info(said, icon=":material/event_busy:")
