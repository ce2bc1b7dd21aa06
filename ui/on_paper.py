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
    st.html(_written("", [[title], numbers, list(columns), *zip(*columns.values(), strict=True)]))


def masthead() -> str:
    """What stands on every sheet, then the choices in force and the time that is looked at."""
    shown = on_screen.screen()
    shown.headed, chosen = True, shown.choices
    month = chosen.get("数据月份", "")
    named = [TITLE, shown.title, *([month] if month else []), *(text for _, text in nature())]
    filters = "；".join(f"{label} {text}" for label, text in chosen.items())
    label, text = time_known(time_looked_at())
    known = "" if label in chosen else f"{label}：{text}"
    lines = [["　".join(named)], [f"筛选：{filters}" if filters else ""], [known]]
    return _written(" masthead", lines)


def _written(kind: str, lines: list) -> str:
    said = "\n".join("\t".join(" ".join(str(cell).split()) for cell in line) for line in lines)
    return f'<pre class="for-paper{kind}">{escape(said)}</pre>'
