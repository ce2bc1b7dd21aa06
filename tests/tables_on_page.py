"""The tables of a page in the test runtime, in order: HTML, drawn, or of lines."""

from html.parser import HTMLParser

import pandas as pd
from streamlit.testing.v1 import AppTest


class _Cells(HTMLParser):
    """Rows of the texts of a table's cells."""

    def __init__(self):
        super().__init__()
        self.rows: list[list[str]] = []
        self.open = False

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self.open = True

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("th", "td")

    def handle_data(self, data):
        if self.open:
            self.rows[-1][-1] += data


def tables(app: AppTest) -> list[pd.DataFrame]:
    """Every table but those of lines, as a frame of what is read in it; 溯源 is a link, not a
    value."""
    return [
        frame.drop(columns="溯源", errors="ignore")
        for element in app.main
        if (frame := _frame(element)) is not None
    ]


def _frame(element) -> pd.DataFrame | None:
    if element.type == "dataframe":
        return element.value
    if element.type != "html" or "<table" not in element.proto.body:
        return None
    parser = _Cells()
    parser.feed(element.proto.body)
    head, *rows = parser.rows
    return pd.DataFrame(rows, columns=head)
