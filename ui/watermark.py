"""Name and time over the page and its printout, for roles whose exports are marked."""

from html import escape

import streamlit as st

from access import exports
from access.person import Person

_TIMES = 40  # enough for a wide screen; the rest is cut off


def show(person: Person) -> None:
    mark = exports.mark(person)
    if mark:
        said = f"<span>{escape(mark)}</span>" * _TIMES
        st.html(f'<div class="watermark" aria-hidden="true">{said}</div>')
