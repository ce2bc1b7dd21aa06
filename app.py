"""The server. `streamlit run app.py` serves it: the pages, and the few routes beside them."""

import pathlib

import streamlit as st
from starlette.middleware import Middleware

from api.routes import ROUTES as DATA
from ui.chinese import ROUTES, ChineseIndex
from ui.errors import show_reference

# The script stands in ui/, not here: beside a pages/ folder Streamlit would serve each page on its own, without menu.py.
app = st.App(pathlib.Path(__file__).parent / "ui" / "menu.py", routes=[*ROUTES, *DATA], middleware=[Middleware(ChineseIndex)], on_script_error=show_reference)
