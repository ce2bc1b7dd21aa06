"""What Ctrl+P needs beside the screen, where a table is a canvas that shows some of its rows: its
text goes along, unseen, and becomes a real table before it is printed (server/print.js)."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from export.about import nature, time_known
from ui import on_screen
from warehouse.reader import time_looked_at
from words.columns import AtRight
from words.names import TITLE


def table(title: str, columns: Mapping[str, list]) -> None:
    """Title, which columns are numbers, header and rows, a line each with tabs between cells."""
    numbers = ["1" if isinstance(texts, AtRight) else "0" for texts in columns.values()]
    _send("", [[title], numbers, list(columns), *zip(*columns.values(), strict=True)])


def masthead(title: str) -> None:
    """What stands on every sheet, then the choices in force and the time that is looked at."""
    chosen = on_screen.screen().choices
    month = chosen.get("数据月份", "")
    head = "　".join([TITLE, title, *([month] if month else []), *(text for _, text in nature())])
    filters = "；".join(f"{label} {text}" for label, text in chosen.items())
    label, text = time_known(time_looked_at())
    known = "" if label in chosen else f"{label}：{text}"
    _send(" masthead", [[head], [f"筛选：{filters}" if filters else ""], [known]])


def _send(kind: str, lines: list) -> None:
    said = "\n".join("\t".join(" ".join(str(cell).split()) for cell in line) for line in lines)
    st.html(f'<pre class="for-paper{kind}">{escape(said)}</pre>')
