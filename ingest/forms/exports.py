"""Workbooks out of the warehouse: a published month as it was printed, and the empty form for the
next one."""

import datetime as dt

from catalog import PROVINCE, Catalog
from ingest.cover import Cover, Key
from ingest.forms.areas import write_areas
from ingest.forms.report import Hints, write_report
from ingest.forms.texts import EMPTY_ROWS, TextRow
from ingest.rules.published_before import read_published
from warehouse import publisher
from warehouse.kind import Warehouse
from warehouse.loads import TextFigure
from warehouse.opening import set_time

_COVER = """
    SELECT month, issue_no, issued_on, source_title, source_url, partial, simulated, load_id
    FROM live_load WHERE dataset = 'report' AND month = $1
"""
_TEXTS = """
    SELECT coalesce(s.name, ''), t.section, t.name, t.token, t.unit, t.note
    FROM text_figure t LEFT JOIN system s ON s.code = t.system_code
    WHERE t.load_id = $1 ORDER BY len(t.source_cell), t.source_cell
"""
_MARKS = "SELECT indicator_code, member_code, measure, mark FROM revision WHERE month = $1"


class MonthNotPublished(LookupError):
    """There is no live report of this month."""


def export_month(
    path: Warehouse, month: dt.date, catalog: Catalog, known: int | None = None
) -> bytes:
    """The official tables of a published month, every token as printed, as known after load
    `known`."""
    with publisher.reading(path) as con:
        set_time(con, known)
        row = con.execute(_COVER, [month]).fetchone()
        if row is None:
            raise MonthNotPublished(f"{month:%Y-%m}")
        tokens = con.execute(
            (
                "SELECT indicator_code, member_code, measure, token FROM observation WHERE "
                "load_id = $1"
            ),
            [row[7]],
        ).fetchall()
        texts = [TextRow(*r) for r in con.execute(_TEXTS, [row[7]]).fetchall()]
        marks = {(i, m, s): mark for i, m, s, mark in con.execute(_MARKS, [month]).fetchall()}
    printed = {(i, m, s): token for i, m, s, token in tokens}
    return write_report(Cover(*row[:7]), printed, catalog, numbers=True, texts=texts, marks=marks)


def template(path: Warehouse, month: dt.date, catalog: Catalog) -> bytes:
    """The official layout of `month` with every label and no figure; the newest month before it
    stands beside in grey."""
    published = read_published(path, month)
    hints = (
        Hints(
            published.before.month,
            {k: known.token for k, known in published.before.values.items()},
            [_row(t, catalog) for t in published.before.texts],
        )
        if published.before
        else None
    )
    return write_report(
        Cover(month, simulated=_simulated(path)),
        dict.fromkeys(_expected(month, catalog), ""),
        catalog,
        hints,
        texts=[TextRow("", "", "", "", "", "")] * EMPTY_ROWS,
    )


def _row(figure: TextFigure, catalog: Catalog) -> TextRow:
    names = {s.code: s.name for s in catalog.systems}
    return TextRow(
        names.get(figure.system_code, ""),
        figure.section,
        figure.name,
        figure.token,
        figure.unit,
        figure.note,
    )


def area_template(path: Warehouse, month: dt.date, catalog: Catalog) -> bytes:
    """The empty form of `month` for counties and towns, every name in it."""
    cover = Cover(month, simulated=_simulated(path))
    return write_areas(cover, lambda indicator, area: "", catalog)


def _simulated(path: Warehouse) -> bool:
    """Whether the warehouse holds made-up months: its forms then say so."""
    said = publisher.read(path, "SELECT bool_or(simulated) FROM load") if path.exists() else [(0,)]
    return bool(said[0][0])


def _expected(month: dt.date, catalog: Catalog) -> list[Key]:
    members = {
        "platform": [PROVINCE],
        "project": [s.code for s in catalog.stages],
        "city": [c.code for c in catalog.cities],
    }
    return [
        (i.code, member, measure)
        for i in catalog.indicators
        if i.table in members and i.expected_in(month)
        for member in members[i.table]
        for measure in i.measures
    ]
