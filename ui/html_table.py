"""A table as HTML: read aloud, found by the browser's search, copied and printed as text."""

import html
import re
from collections.abc import Mapping

from ui.html_parts import dated
from words.columns import AtRight

_LIST_ROWS, _LIST_COLUMNS = 6, 4  # so few rows of so many columns, not all numbers: a phone's list
_SAME_FROM = 3  # rows: two that agree may do so by chance
# Columns that name a row where they occur, although a rank or a state stands before them.
_NAMES = {
    "入库",
    "项",
    "内容",
    "地市",
    "地区",
    "县区",
    "镇街",
    "指标",
    "目标",
    "系统",
    "规则",
    "核对什么",
    "阶段",
    "区域",
}
_ROW = 2.15  # em, with its line
_NAME = 16  # em: a longer name of a row breaks
_SHEET = 68  # em of a table across a page of 1440 pixels; what is the same leaves a wider one
_BREAKS, _BEYOND = 15, 45  # em of a column of long texts: in sight, and beyond the sheet's edge
_LINE = 24  # em of a text (a file, its sheet and cell) that a table which scrolls keeps in one line
_EDGES = 1.6  # em of padding
_HALF = 9  # em of a name and its value that a phone's list has in half a row
# A list on a phone is no table to the browser, so its parts say what they are. Elsewhere that would
# be half of the attributes, which the frontend cleans one by one.
_PLAIN = {
    "table": "<table",
    "head": "<thead",
    "body": "<tbody",
    "row": "<tr",
    "column": '<th scope="col"',
    "name": '<th scope="row"',
    "cell": "<td",
}
_LISTED = {
    "table": '<table role="table"',
    "head": '<thead role="rowgroup"',
    "body": '<tbody role="rowgroup"',
    "row": '<tr role="row"',
    "column": '<th scope="col" role="columnheader"',
    "name": '<th scope="row" role="rowheader"',
    "cell": '<td role="cell"',
}
_WIDE = re.compile("[\u2e80-\U0010ffff]")


def wide_in(text: str) -> int:
    """How many of its characters are Chinese or of full width."""
    # character by character, 1,610 rows took 20 ms
    return 0 if text.isascii() else len(_WIDE.findall(text))


def html_table(
    columns: Mapping[str, list],
    alt: str,
    rows_in_sight: int | None = None,
    help: Mapping[str, str] | None = None,
    links: list[str] | None = None,
    left_out: list[str] | None = None,
    leads: list[str] | None = None,
    part: str = "",
) -> str:
    """`columns` in order; `links` make a last column 溯源, the names of rows lead to `leads`.

    What is the same in all rows is left out on a phone, and of a table wider than a page; it is
    said above it (tables.css), of the `part` that the rows are of what they were taken from."""
    rows = len(next(iter(columns.values())))
    names = list(columns)
    named = names_rows(names)
    same = {n for n in names if n != named and rows >= _SAME_FROM and len(set(columns[n])) == 1}
    widths = {n: _width(n, columns[n]) for n in names}
    wide = sum(widths.values()) > _SHEET
    least = _least_widths(columns, widths, named, wide)
    texts = any(not isinstance(columns[n], AtRight) for n in names if n != named)
    as_list = texts and rows <= _LIST_ROWS and len(names) >= _LIST_COLUMNS
    looks = {n: _looks(n, columns[n], as_list and n != named) for n in names}
    classes = {
        n: _class([*looks[n], *["same"] * (n in same), *["named"] * (n == named)]) for n in names
    }
    tags = _LISTED if as_list else _PLAIN
    head = "".join(_header(n, classes[n], (help or {}).get(n), least.get(n), tags) for n in names)
    head += f'{tags["column"]} class="leads">溯源</th>' if links else ""
    body = "".join(_row(columns, classes, named, i, links, leads, tags) for i in range(rows))
    style = f"--name:{_name_width(named, columns[named], wide):.1f}em"
    if rows_in_sight is not None and rows > rows_in_sight:
        style += f";max-height:{_ROW * (rows_in_sight + 1.4):.1f}em"
    return (
        f'<div class="sheet{" listed" * as_list}{" wide" * wide}" tabindex="0" role="region" '
        f'aria-label="{html.escape(alt)}" style="{style}">{tags["table"]}>'
        f"{_caption(columns, same, left_out or [], part)}{tags['head']}>{tags['row']}>{head}</tr>"
        f"</thead>{tags['body']}>{body}</tbody></table></div>"
    )


def names_rows(names: list[str]) -> str:
    """The column that says what a row is about."""
    return next((n for n in names if n in _NAMES), names[0])


def _name_width(name: str, texts: list, wide: bool) -> float:
    """Em that the names of rows need: their column neither breaks beside empty space nor is wider
    than a number of loads. In a `wide` table the longest quarter breaks: three names of 134 took
    what the values needed."""
    widths = sorted(map(_em, texts)) or [0]
    longest = widths[len(widths) * 3 // 4] if wide else widths[-1]
    return min(max(longest, _em(name)), _NAME) + _EDGES


def _least_widths(
    columns: Mapping[str, list], widths: dict[str, float], named: str, wide: bool
) -> dict[str, float]:
    """Em of the columns of long texts. One that begins beyond the edge has room, so that no row is
    higher than what is in sight of it, and so has one of short texts where the table is `wide`."""
    start, found = 0.0, {}
    for name, width in widths.items():
        if name != named and "long" in _looks(name, columns[name]):
            longest = _longest(columns[name])
            roomy = start > _SHEET - _BREAKS or (wide and longest <= _LINE)
            found[name] = min(longest, _BEYOND) + _EDGES if roomy else width
        start += width
    return found


def _width(name: str, texts: list) -> float:
    """Em that a column needs at least: long texts break, a little longer than a line once."""
    longest = max(_em(name), _longest(texts))
    long = longest > _BREAKS and "long" in _looks(name, texts)
    return (min(longest / 2 + 1, _BREAKS) if long else longest) + _EDGES


def _longest(texts: list) -> float:
    return max(map(_em, texts), default=0)


def _em(text: str) -> float:
    return 0.6 * len(text) + 0.4 * wide_in(text)


def _looks(name: str, texts: list, as_list: bool = False) -> list[str]:
    """What a column looks like; two short values share a row of a list."""
    said = ["num"] * isinstance(texts, AtRight) + ["code"] * name.endswith("代码")
    said += ["long"] * any(len(text) > 24 for text in texts)
    return said + ["half"] * (as_list and _em(name) + _longest(texts) <= _HALF)


def _class(said: list[str]) -> str:
    return f' class="{" ".join(said)}"' if said else ""


def _header(
    name: str, classes: str, help: str | None, least: float | None, tags: dict[str, str]
) -> str:
    told = f' title="{html.escape(help)}"' if help else ""
    style = f' style="min-width:{least:.1f}em"' if least else ""
    return (
        f'{tags["column"]}{classes}{style}><button type="button"{told}>{html.escape(name)}'
        "</button></th>"
    )


def _row(columns, classes, named: str, i: int, links, leads, tags: dict[str, str]) -> str:
    before, after = (f'<a href="{html.escape(leads[i])}">', "</a>") if leads else ("", "")

    def told(name: str) -> str:
        """What a list says before a value."""
        return f' data-name="{html.escape(name)}"' if tags is _LISTED else ""

    def shown(name: str, text: str) -> str:
        """A cell that may break keeps its dates whole; in the others nothing breaks."""
        if tags is _LISTED:  # a cell of a list sets its children side by side
            return f"<span>{told}</span>" if "<nobr>" in (told := dated(text)) else told
        return dated(text) if "long" in classes[name] else html.escape(text)

    cells = "".join(
        f"{tags['name']}{classes[n]}>{before}{shown(n, texts[i])}{after}</th>"
        if n == named
        else f"{tags['cell']}{classes[n]}{told(n)}>{shown(n, texts[i])}</td>"
        for n, texts in columns.items()
    )
    if links:
        cells += (
            f'{tags["cell"]} class="leads"{told("溯源")}><a target="_blank" '
            f'href="{html.escape(links[i])}" aria-label="第 {i + 1} 行的出处">查看</a></td>'
        )
    return f"{tags['row']}>{cells}</tr>"


def _caption(columns: Mapping[str, list], same: set[str], left_out: list[str], part: str) -> str:
    parts = []
    if same:
        shared = "；".join(f"{n} {columns[n][0]}" for n in columns if n in same)
        parts.append(f'<span class="phone">{part or "各行"}相同：{dated(shared)}</span>')
    if left_out:
        parts.append(f"<span>{part}没有内容，未列出：{html.escape('、'.join(left_out))}</span>")
    return f"<caption>{''.join(parts)}</caption>" if parts else ""
