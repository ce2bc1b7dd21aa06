"""The server.

`streamlit run app.py` serves it: the gate, the pages, and the few routes beside them.
"""

import pathlib

import streamlit as st
from starlette.middleware import Middleware

from access.gate import Gate
from api.routes import ROUTES as DATA
from catalog import owners
from screen.address import ROUTES as SCREEN
from server import answers, health
from server.errors import show_reference
from server.headers import SecurityHeaders
from server.index_page import ROUTES, ChineseIndex
from server.packed import Packed
from server.watch import Watch
from ui import person
from ui.overview.first_sight import first_sight

print(person.check_start(), flush=True)
owners.require_sound()
answers.keep()

# The script stands in ui/, not here: beside a pages/ folder Streamlit would serve each page on its
# own, without menu.py.
app = st.App(
    pathlib.Path(__file__).parent / "ui" / "menu.py",
    secrets=person.secrets(),
    lifespan=health.lifespan,
    routes=[*health.ROUTES, *ROUTES, *SCREEN, *DATA],
    middleware=[
        Middleware(Watch),
        Middleware(SecurityHeaders),
        Middleware(Gate, login_link=person.login_link),
        Middleware(ChineseIndex, first_sight=first_sight),
        Middleware(Packed),
    ],
    on_script_error=show_reference,
)
