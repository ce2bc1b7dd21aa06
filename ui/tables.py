"""Tables on screen: formatted text, numbers at the right; HTML, or drawn where rows are many.

Formatting happens here because a column may mix units and decimals.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from ui import html_parts, on_paper, on_screen, page
from ui.html_table import html_table, names_rows, wide_in
from ui.revised import COLUMN, HELP, with_marks
from words import columns as words

_LEAST, _MOST = 56, 420  # pixels
_ROW = 33  # pixels: said beforehand, so that nothing moves when the table is drawn
_LINK = "溯源"
# Cells that a table of text may hold: 500 rows of 10 columns are 0.4 MB. A longer one is drawn.
_AS_TEXT, _ROWS_AS_TEXT = 5_000, 400
_TEXT_HELP = "表格改为普通文字：可以选中、复制、用浏览器查找，也可以由读屏软件朗读。"
_LAST = ("出处", "位置", "单元格", "文件", "原因", "备注", "文件指纹", "依据")
at_right = words.at_right


def show_table(
    columns: Mapping[str, list],
    alt: str,
    rows_in_sight: int | None = None,
    help: Mapping[str, str] | None = None,
    links: list[str] | None = None,
    exported: bool = True,
    key: str | None = None,
    on_pick: Callable[[int], None] | None = None,
    leads: list[str] | None = None,
    part: str = "",
    heading: str = "",
) -> None:
    """A read-only table of text columns; the first one names the rows. `heading`: of the card that
    it fills.

    `help` explains a header, `links` lead from each row to 数值出处, its name to `leads`. 导出本页
    writes the table under the title `alt`, unless `exported` is off: a preview of what is
    downloaded whole; then `part` names its rows where it says what is the same in all of them.
    Rows of revised cells say so in a column 修订. Of a table too long for text `on_pick` lets a row
    be chosen instead of `leads`; it is given the row's number before the next script run.
    """
    columns, left_out, told = _prepared(columns, alt, help, exported)
    count = len(next(iter(columns.values())))
    drawn = not is_text(count, len(columns))
    said = (rows_in_sight, told, links, left_out, leads, part)
    if not drawn:
        table = html_table(columns, alt, *said)
        st.html(html_parts.card(heading, "", table) if heading else table)
        return
    with page.card(heading) if heading else nullcontext():
        on_paper.table(alt, columns)
        if not st.toggle("显示为文字", key=f"text {key or alt}", help=_TEXT_HELP):
            _canvas(columns, alt, rows_in_sight, told, links, key, on_pick)
            return
        shown = {n: type(texts)(texts[:_ROWS_AS_TEXT]) for n, texts in columns.items()}
        st.html(html_table(shown, alt, *said))
        if count > _ROWS_AS_TEXT:
            st.caption(f"仅列前 {_ROWS_AS_TEXT} 行，共 {count:,} 行。")


def is_text(rows: int, columns: int) -> bool:
    """Whether a table of this size is HTML; a longer one is drawn, with a switch above it."""
    return rows * columns <= _AS_TEXT


def table_html(
    columns: Mapping[str, list],
    alt: str,
    rows_in_sight: int | None = None,
    help: Mapping[str, str] | None = None,
    leads: list[str] | None = None,
) -> str:
    """A table of text columns as a piece of HTML, for a block of several things; `leads` are the
    addresses that the names of its rows lead to."""
    columns, left_out, told = _prepared(columns, alt, help)
    return html_table(columns, alt, rows_in_sight, told, None, left_out, leads)


def _prepared(
    columns: Mapping[str, list], alt: str, help: Mapping[str, str] | None, exported: bool = True
) -> tuple[dict[str, list], list[str], dict[str, str]]:
    """(columns as they are shown, names left out, what explains a header); noted for 导出本页."""
    shown, left_out = _arranged(with_marks(columns))
    if exported:
        on_screen.note_table(alt, shown)
    return shown, left_out, {COLUMN: HELP} | dict(help or {})


def _arranged(columns: Mapping[str, list]) -> tuple[dict[str, list], list[str]]:
    """(columns, names left out): a value is in sight of a phone, behind what it is of and one more
    column; where it comes from last; a column without any content is left out and named."""
    empty = [n for n, texts in columns.items() if len(texts) > 1 and not {*texts} - {"", "—"}]
    names = [n for n in columns if n not in empty]
    last = [n for n in names[1:] if n.endswith(_LAST)]
    names = [n for n in names if n not in last]
    if "数值" in names[2:]:
        named = names_rows(names)
        others = [n for n in names if n not in (named, "数值")]
        names = [named, others[0], "数值", *others[1:]]
    return {n: columns[n] for n in [*names, *last]}, empty


def _canvas(
    columns: Mapping[str, list],
    alt: str,
    rows_in_sight: int | None,
    help: Mapping[str, str],
    links: list[str] | None,
    key: str | None,
    on_pick: Callable[[int], None] | None,
) -> None:
    """A table that is drawn: its rows can be chosen, and it may be long."""
    config: dict[str, Any] = {
        name: st.column_config.TextColumn(
            name,
            alignment="right" if isinstance(texts, words.AtRight) else "left",
            width=_pixels(name, texts),
            help=help.get(name),
            pinned=name == next(iter(columns)),
        )
        for name, texts in columns.items()
    }
    count = len(next(iter(columns.values())))
    height = _ROW * (min(count, rows_in_sight or count) + 1) + 3
    if links is not None:
        config[_LINK] = st.column_config.LinkColumn(
            _LINK,
            display_text="查看",
            width=_LEAST,
            help="这个数值的工作簿、单元格、历次入库的值和引用格式",
        )
        columns = {**columns, _LINK: links}
    choosing: dict[str, Any] = {}
    if on_pick:
        chosen = partial(_picked, str(key), on_pick)
        choosing = {"on_select": chosen, "selection_mode": "single-row"}
    st.dataframe(
        columns, column_config=config, hide_index=True, height=height, alt=alt, key=key, **choosing
    )


def _picked(key: str, choose: Callable[[int], None]) -> None:
    for row in st.session_state[key]["selection"]["rows"][:1]:
        choose(row)


def show_lines(columns: Mapping[str, list], alt: str) -> None:
    """A table whose texts wrap: few rows, long cells, markdown without meaning."""
    on_screen.note_table(alt, columns)
    st.table(columns, border="horizontal", hide_index=True, alt=alt)


def source_link(month: str, indicator: str, member: str, measure: str) -> str:
    """The address of 数值出处 for one figure, by codes."""
    figure = {"month": month, "indicator": indicator, "member": member, "measure": measure}
    return f"/source?{urlencode(figure)}"


def _pixels(name: str, texts: list) -> int:
    longest = max([_length(name) + 1, *map(_length, texts)])
    return min(max(int(longest * 7.2) + 20, _LEAST), _MOST)


def _length(text: str) -> int:
    """In half-width characters."""
    return len(str(text)) + wide_in(str(text))
