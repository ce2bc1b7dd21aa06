"""One cell of a workbook changed and coloured, every other byte of its parts left as it is. Runs in
the sandbox's child; openpyxl would write all of it anew and lose what it does not know."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from ingest.workbook.book import open_book
from ingest.workbook.package import open_package
from ingest.workbook.refused import Refused
from ingest.workbook.sheets import position
from words.clock import utc_now

_NO_STYLE = "工作簿的样式不完整，无法标出"
_COLOUR = "FFFFF2A8"
_FILL = (
    '<{0}fill><{0}patternFill patternType="solid"><{0}fgColor rgb="' + _COLOUR + '"/>'
    "</{0}patternFill></{0}fill>"
)


def change(data: bytes, details: bytes) -> bytes:
    """The workbook with the cell of `details` [sheet, cell, text, whether it stays a number]
    printing `text`, '' for a blank. Raises Refused where more than that cell would change."""
    title, cell, text, as_number = json.loads(details)
    parts = open_package(data)
    book = open_book(parts)
    named = [s for s in book.sheets if s.title == title]
    if len(named) != 1:
        raise _impossible(title, cell, "找不到这张工作表")
    sheet, styles = parts[named[0].part], book.part_of("styles")
    begin, end, attributes = _cell(sheet, title, cell)
    if as_number and attributes.get("t", "n") != "n":
        raise _impossible(title, cell, "这一格不是数字")
    if not styles:
        raise _impossible(title, cell, "工作簿没有样式，无法标出")
    style, marked = _marked(parts[styles], int(attributes.get("s", "0")), title, cell)
    written = _written(sheet[begin:end], cell, style, text, as_number)
    changed = {named[0].part: sheet[:begin] + written + sheet[end:], styles: marked}
    return _packed(data, changed)


def _impossible(title: str, cell: str, why: str) -> Refused:
    return Refused("correction-impossible", title, cell, why=why)


class _Finder:
    """Where each element of some names begins and ends in the bytes of a part."""

    def __init__(self, content: bytes, told: Callable[[str, dict[str, str], int, int], object]):
        self.content, self.told = content, told
        self.open: list[tuple[str, dict[str, str], int]] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end
        self.parser.Parse(content, True)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self.open.append((local, attributes, self.parser.CurrentByteIndex))

    def _end(self, _: str) -> None:
        local, attributes, begin = self.open.pop()
        end = self.parser.CurrentByteIndex
        name = re.split(rb"[\s/>]", self.content[begin + 1 : begin + 100], maxsplit=1)[0]
        if re.match(rb"</" + re.escape(name) + rb"\s*>", self.content[end : end + 200]):
            end = self.content.index(b">", end) + 1  # <xf/> before </cellXfs> has no end of its own
        self.told(local, attributes, begin, end)


def _cell(sheet: bytes, title: str, cell: str) -> tuple[int, int, dict[str, str]]:
    """Begin, end and attributes of the cell's element; refused where it is not one cell of its own
    with a fixed value."""
    found: list[tuple[int, int, dict[str, str]]] = []
    formulas: list[int] = []
    merges: list[str] = []

    def told(name: str, attributes: dict[str, str], begin: int, end: int) -> None:
        if name == "f":
            formulas.append(begin)
        elif name == "mergeCell":
            merges.append(attributes.get("ref", ""))
        elif name == "c" and attributes.get("r") == cell:
            found.append((begin, end, attributes))

    _Finder(sheet, told)
    if len(found) != 1:
        raise _impossible(title, cell, "这一格在工作簿里没有内容")
    begin, end, attributes = found[0]
    if any(begin < at < end for at in formulas):
        raise _impossible(title, cell, "这一格是公式")
    if any(_inside(cell, ref) for ref in merges):
        raise _impossible(title, cell, "这一格在合并单元格里")
    return begin, end, attributes


def _inside(cell: str, reference: str) -> bool:
    match = re.fullmatch(r"([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})", reference)
    if not match:
        return False
    (row, column), (top, left), (bottom, right) = map(position, (cell, match[1], match[2]))
    return top <= row <= bottom and left <= column <= right


def _written(old: bytes, cell: str, style: int, text: str, as_number: bool) -> bytes:
    name = re.match(rb"<([^\s/>]+)", old)
    space = name[1].decode().rpartition(":")[0] if name else ""
    p = f"{space}:" if space else ""
    head = f"<{p}c r={quoteattr(cell)} s={quoteattr(str(style))}"
    if not text:
        return f"{head}/>".encode()
    if as_number:
        return f"{head}><{p}v>{escape(text)}</{p}v></{p}c>".encode()
    said = f'<{p}is><{p}t xml:space="preserve">{escape(text)}</{p}t></{p}is>'
    return f'{head} t="inlineStr">{said}</{p}c>'.encode()


def _marked(styles: bytes, style: int, title: str, cell: str) -> tuple[int, bytes]:
    """The number of a new cell style, the old one with a colour behind it, and the styles with
    it."""
    found: dict[str, list[tuple[int, int]]] = {"fills": [], "cellXfs": [], "fill": [], "xf": []}

    def told(name: str, _: dict[str, str], begin: int, end: int) -> None:
        if name in found:
            found[name].append((begin, end))

    _Finder(styles, told)
    if len(found["fills"]) != 1 or len(found["cellXfs"]) != 1:
        raise _impossible(title, cell, _NO_STYLE)
    [fills], [formats] = found["fills"], found["cellXfs"]
    mine = [styles[b:e] for b, e in found["xf"] if formats[0] < b < formats[1]]
    count = sum(fills[0] < b < fills[1] for b, _ in found["fill"])
    if style >= len(mine):
        raise _impossible(title, cell, _NO_STYLE)
    head, rest = re.match(rb"(<[^>]*?)(/?>.*)", mine[style], re.DOTALL).groups()  # type: ignore[union-attr]
    head = re.sub(rb'\s(fillId|applyFill)="[^"]*"', b"", head)
    added = head + f' fillId="{count}" applyFill="1"'.encode() + rest
    out = styles
    inserts = [(formats, added, len(mine) + 1), (fills, None, count + 1)]
    for (begin, end), piece, total in sorted(inserts, key=lambda i: -i[0][0]):
        out = out[:begin] + _grown(out[begin:end], piece, total) + out[end:]
    return len(mine), out


def _grown(block: bytes, piece: bytes | None, total: int) -> bytes:
    """A list of the styles with one more element, its count said."""
    close = block.rindex(b"</")
    name = block[close + 2 : -1].strip().decode()
    space = name.rpartition(":")[0]
    piece = _FILL.format(f"{space}:" if space else "").encode() if piece is None else piece
    head = block.index(b">")
    counted = re.sub(rb'count="[0-9]+"', f'count="{total}"'.encode(), block[:head])
    return counted + block[head:close] + piece + block[close:]


def _packed(data: bytes, changed: dict[str, bytes]) -> bytes:
    """The package with some parts replaced; their time makes each correction bytes of its own."""
    now = utc_now()
    moment = (now.year, now.month, now.day, now.hour, now.minute, now.second)
    both = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(both, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = changed.get(entry.filename.replace("\\", "/").lower())
            if content is None:
                target.writestr(entry, source.read(entry))
            else:
                made = zipfile.ZipInfo(entry.filename, moment)
                target.writestr(made, content, zipfile.ZIP_DEFLATED)
    return both.getvalue()
