"""A table as HTML: read aloud, found by the browser's search, copied and printed as text."""

import html
from collections.abc import Mapping

from words.columns import AtRight

_LIST_ROWS, _LIST_COLUMNS = 6, 4  # so few rows of so many columns are a list on a phone
_SAME_FROM = 3  # rows: two that agree may do so by chance
# Columns that name a row where they occur, although a rank or a state stands before them.
_NAMES = ("地市", "地区", "指标", "目标", "系统", "规则", "核对什么", "阶段", "区域")
_ROW = 2.15  # em, with its line
_NAME = 16  # em: a longer name of a row breaks
_SHEET = 68  # em of a table across a page of 1440 pixels; what is the same leaves a wider one


def html_table(
    columns: Mapping[str, list],
    alt: str,
    rows_in_sight: int | None = None,
    help: Mapping[str, str] | None = None,
    links: list[str] | None = None,
    left_out: list[str] | None = None,
    leads: list[str] | None = None,
) -> str:
    """`columns` in order; `links` make a last column 溯源, the names of rows lead to `leads`.

    What is the same in all rows is left out on a phone, and of a table wider than a page; it is
    said above it (tables.css)."""
    rows = len(next(iter(columns.values())))
    names = list(columns)
    named = next((n for n in names if n in _NAMES), names[0])
    same = {n for n in names if n != named and rows >= _SAME_FROM and len(set(columns[n])) == 1}
    classes = {n: _classes(n, columns[n], n in same) + " named" * (n == named) for n in names}
    head = "".join(_header(n, classes[n], (help or {}).get(n)) for n in names)
    head += '<th scope="col" role="columnheader" class="leads">溯源</th>' if links else ""
    body = "".join(_row(columns, classes, named, i, links, leads) for i in range(rows))
    as_list = rows <= _LIST_ROWS and len(names) >= _LIST_COLUMNS
    wide = sum(_width(n, columns[n]) for n in names) > _SHEET
    style = f"--name:{_name_width(named, columns[named]):.1f}em"
    if rows_in_sight is not None and rows > rows_in_sight:
        style += f";max-height:{_ROW * (rows_in_sight + 1.4):.1f}em"
    return (
        f'<div class="sheet{" listed" * as_list}{" wide" * wide}" tabindex="0" role="region" '
        f'aria-label="{html.escape(alt)}" style="{style}"><table role="table">'
        f"{_caption(columns, same, left_out or [])}"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _name_width(name: str, texts: list) -> float:
    """Em that the names of rows need: their column neither breaks beside empty space nor is wider
    than a number of loads."""
    return min(_longest(name, texts), _NAME) + 1.6  # with its padding


def _width(name: str, texts: list) -> float:
    """Em that a column needs at least: long texts break (tables.css)."""
    longest = _longest(name, texts)
    return (15 if longest > 15 and "long" in _classes(name, texts, False) else longest) + 1.6


def _longest(name: str, texts: list) -> float:
    return max(sum(1 if ch > "\u2e7f" else 0.6 for ch in text) for text in [name, *texts])


def _classes(name: str, texts: list, same: bool) -> str:
    said = ["num"] * isinstance(texts, AtRight) + ["same"] * same
    said += ["code"] * name.endswith("代码")
    said += ["long"] * any(len(text) > 24 for text in texts)
    return " ".join(said)


def _header(name: str, classes: str, help: str | None) -> str:
    told = f' title="{html.escape(help)}"' if help else ""
    return (
        f'<th scope="col" role="columnheader" class="{classes}"><button type="button"{told}>'
        f"{html.escape(name)}</button></th>"
    )


def _row(
    columns: Mapping[str, list], classes: dict[str, str], named: str, i: int, links, leads
) -> str:
    before, after = (f'<a href="{html.escape(leads[i])}">', "</a>") if leads else ("", "")
    cells = "".join(
        f'<th scope="row" role="rowheader" class="{classes[n]}">{before}{html.escape(texts[i])}'
        f"{after}</th>"
        if n == named
        else f'<td role="cell" class="{classes[n]}" data-name="{html.escape(n)}">'
        f"{html.escape(texts[i])}</td>"
        for n, texts in columns.items()
    )
    if links:
        cells += (
            '<td role="cell" class="leads" data-name="溯源"><a target="_blank" '
            f'href="{html.escape(links[i])}" aria-label="第 {i + 1} 行的出处">查看</a></td>'
        )
    return f'<tr role="row">{cells}</tr>'


def _caption(columns: Mapping[str, list], same: set[str], left_out: list[str]) -> str:
    parts = []
    if same:
        shared = "；".join(f"{n} {columns[n][0]}" for n in columns if n in same)
        parts.append(f'<span class="phone">各行相同：{html.escape(shared)}</span>')
    if left_out:
        parts.append(f"<span>没有内容，未列出：{html.escape('、'.join(left_out))}</span>")
    return f"<caption>{''.join(parts)}</caption>" if parts else ""
