"""Entries of the menu: sixteen read as many paths at every run, a seventh of that of 总览."""

import copy
import functools
import pathlib

import streamlit as st

PAGES = pathlib.Path(__file__).parent.parent / "pages"


def entry(name: str, title: str, icon: str, help: str, **options) -> st.Page:
    """One of the menu, of this run: a page runs once."""
    return copy.copy(_made(name, title, icon, help, **options))


@functools.cache
def _made(name: str, title: str, icon: str, help: str, **options) -> st.Page:
    url = None if options.get("default") else name
    return st.Page(
        PAGES / f"{name}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=url,
        help=help,
        **options,
    )
