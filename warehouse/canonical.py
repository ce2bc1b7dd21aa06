"""Every figure in force as text, byte for byte the same for the same figures: whatever the order in
which their months came, in a file or PostgreSQL, before and after a rebuild."""

import pathlib

from warehouse import publisher, quoted
from warehouse.kind import Warehouse

# Without the numbers and times of loads: those say when something came, not what it is.
_FIGURES = """
    SELECT month, indicator_code, member_code, measure, value, bound, token, decimals, origin,
        file_name, source_sheet, source_cell, source_title, source_url, source_grade, note
    FROM reported
    UNION ALL BY NAME
    SELECT month, indicator_code, area_code AS member_code, '' AS measure, value, token, decimals,
        'area' AS origin, file_name, source_sheet, source_cell
    FROM area_reported
    UNION ALL BY NAME
    SELECT month, system_code AS indicator_code, section AS member_code, name AS measure, value,
        bound, token, decimals, 'text' AS origin, file_name, source_sheet, source_cell,
        source_title, source_url, unit || '；' || note AS note
    FROM text_reported
"""
# A spreadsheet may open it: a text that it would run gets an apostrophe, as in every CSV.
_TEXTS = ("token", "file_name", "source_sheet", "source_title", "source_url", "note")
_EXPORT = f"""
    SELECT * REPLACE ({", ".join(f"harmless({name}) AS {name}" for name in _TEXTS)})
    FROM ({_FIGURES})
    ORDER BY month, indicator_code, member_code, measure
"""  # noqa: S608, our own text


def write_canonical(warehouse: Warehouse, target: pathlib.Path) -> None:
    """A CSV, one row per month, indicator, member and measure. Raises as publisher.reading does."""
    with publisher.reading(warehouse) as con:
        con.execute(f"COPY ({_EXPORT}) TO {quoted(target)} (FORMAT csv, HEADER)")
