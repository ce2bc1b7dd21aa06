"""The tables of a page in the test runtime, in order: HTML, drawn, or of lines; and what blocks of
HTML say."""

import re
from html import escape, unescape
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


_UNBROKEN = re.compile("</?nobr>")  # keeps a date in one line


def tables(app: AppTest) -> list[pd.DataFrame]:
    """Every table but those of lines, as a frame of what is read in it; 溯源 is a link, not a
    value."""
    frames = [frame for element in app.main for frame in _frames(element)]
    return [frame.drop(columns="溯源", errors="ignore") for frame in frames]


def _frames(element) -> list[pd.DataFrame]:
    if element.type == "dataframe":
        return [element.value]
    return [_frame(t) for t in _html(element).split("<table")[1:]]


def _html(element) -> str:
    return element.proto.body if element.type == "html" else ""


def _frame(table: str) -> pd.DataFrame:
    parser = _Cells()
    parser.feed("<table" + table.partition("</table>")[0])
    head, *rows = parser.rows
    return pd.DataFrame(rows, columns=head)


def written(app: AppTest) -> str:
    """What blocks of HTML say besides their tables, **bold** as in markdown."""
    blocks = [_html(e) for e in app.main if "<section" in _html(e)]
    blocks = [_UNBROKEN.sub("", block) for block in blocks]
    said = re.sub("<pre.*?</pre>|<table.*?</table>", "", "\n".join(blocks), flags=re.S)
    return unescape(re.sub("<[^>]*>", "\n", re.sub("</?b>", "**", said)))


def cards(app: AppTest) -> dict[str, str]:
    """The six cards of 总览: what they are of → the figure."""
    card = re.compile(
        r"<article[^>]*><a [^>]*><b>([^<]*)</b><i> · </i>([^<]*)</a><div><strong>([^<]*)<"
    )
    found = [m for e in app.main for m in card.findall(_html(e))]
    return {f"{platform} · {name}": unescape(value) for platform, name, value in found}


def legends(app: AppTest) -> list[list[str]]:
    """What the colours of each drawing of HTML mean, in their order."""
    keys = [k for e in app.main for k in re.findall('<p class="key">(.*?)</p>', _html(e))]
    return [re.findall("</i>([^<]*)<", k) for k in keys]


def ways(app: AppTest) -> dict[str, str]:
    """Every link of a block of HTML with what stands behind it → where it leads."""
    link = re.compile(r'<a (?:class="way" )?href="([^"]*)">([^<]*)</a>([^<\u3000]*)')
    found = [m for e in app.main for m in link.findall(_UNBROKEN.sub("", _html(e)))]
    return {unescape(name + more): unescape(to) for to, name, more in found}


def bars(app: AppTest) -> list[dict[str, str]]:
    """Every row of bars of a page, name → text, as they stand."""
    row = re.compile(r"<span>([^<]*)</span><span><i [^>]*></i><b>([^<]*)</b>")
    found = [b for e in app.main for b in re.findall("(?s)<ol class=.bars.*?</ol>", _html(e))]
    return [dict(row.findall(b)) for b in found]


def hovers(app: AppTest) -> list[str]:
    """What blocks of HTML say to who points at a bar, a square or a point of a line."""
    said = re.compile(' (?:title|data-said)="([^"]*)"')
    return [unescape(t) for e in app.main for t in said.findall(_html(e))]


def over_months(app: AppTest) -> list[dict]:
    """The figures whose lines or columns over months blocks of HTML draw."""
    shown = "".join(_html(e) for e in app.main)
    charts = app.session_state["what the page shows"].charts
    return [figure.to_dict() for title, figure in charts if f' alt="{escape(title)}；' in shown]
