"""Which cells pictures, charts and filled shapes of a sheet lie on: nobody sees what is under
them."""

import bisect
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.workbook.refused import Refused
from ingest.workbook.sheets import LAST_COLUMN, LAST_ROW
from ingest.workbook.sight import Sight
from ingest.workbook.xml_events import Begin, End, read_all

_POINT, _DIGIT = 12_700, 66_675  # EMU of a row's and a column's size
MOST = 200  # of a sheet; further ones are not looked at
_SPACES = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_SIZES = {"row": ("y", "cy"), "col": ("x", "cx")}  # how an anchor says place and length


class Lines:
    """Where the rows or the columns of a sheet lie, in EMU. `sizes`: those that differ from
    `usual`; `unit`: of these sizes."""

    def __init__(self, last: int, usual: float, sizes: Mapping[int, float], unit: int):
        all_sizes = (int(max(sizes.get(n, usual), 0) * unit) for n in range(1, last + 1))
        self.starts = list(itertools.accumulate(all_sizes, initial=0))
        self.middles = [(a + b) // 2 for a, b in itertools.pairwise(self.starts)]

    def start(self, number: int, offset: int) -> int:
        """The place of an offset in a line; they are counted from 0."""
        return self.starts[min(number, len(self.middles))] + offset

    def between(self, begin: int, end: int) -> tuple[int, int]:
        """The first and the last line of which more than half lies there."""
        return bisect.bisect_left(self.middles, begin) + 1, bisect.bisect_right(self.middles, end)


@dataclass
class _Anchor:
    """One object: the corners that it names, as (number, offset) of columns and rows, or its place
    and its length."""

    corners: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    place: Mapping[str, str] = field(default_factory=dict)
    length: Mapping[str, str] = field(default_factory=dict)
    covers: bool = False
    hidden: bool = False

    def area(self, lines: Mapping[str, Lines]) -> tuple[int, int, int, int] | None:
        """(top, left, bottom, right) of the cells it lies on with more than half of them."""
        if not self.covers or self.hidden:
            return None
        (top, bottom), (left, right) = (self._reach(name, lines[name]) for name in ("row", "col"))
        return (top, left, bottom, right) if top <= bottom and left <= right else None

    def _reach(self, name: str, lines: Lines) -> tuple[int, int]:
        start, length = _SIZES[name]
        first, last = self.corners.get(("from", name), []), self.corners.get(("to", name), [])
        begin = lines.start(*first) if len(first) == 2 else _emu(self.place.get(start, ""))
        end = lines.start(*last) if len(last) == 2 else begin + _emu(self.length.get(length, ""))
        return lines.between(begin, end)


class _Drawing:
    def __init__(self) -> None:
        self.anchors: list[_Anchor] = []
        self.corner, self.in_line = "", False

    def begin(self) -> dict[str, Begin]:
        return {
            **dict.fromkeys(_ANCHORS, lambda _: self.anchors.append(_Anchor())),
            "pos": lambda said: self._say(place=said),
            "ext": lambda said: self._say(length=said),
            "from": lambda _: self._enter("from"),
            "to": lambda _: self._enter("to"),
            "pic": self._whole,
            "graphicFrame": self._whole,
            "ln": lambda _: self._line(True),
            "solidFill": lambda _: self._covers(True),
            "noFill": lambda _: self._covers(False),
            "cNvPr": self._object,
        }

    def end(self) -> dict[str, End]:
        return {
            "col": lambda text: self._number("col", text),
            "row": lambda text: self._number("row", text),
            "colOff": lambda text: self._number("col", text),
            "rowOff": lambda text: self._number("row", text),
            "ln": lambda: self._line(False),
            "spPr": lambda: self._line(True),  # what follows is its text
            **dict.fromkeys(_ANCHORS, lambda: self._line(False)),
        }

    def _say(self, **said) -> None:
        """The place or the length of an anchor: what is said first, not of what is in it."""
        if self.anchors:
            anchor = self.anchors[-1]
            for name, attributes in said.items():
                setattr(anchor, name, getattr(anchor, name) or attributes)

    def _enter(self, corner: str) -> None:
        self.corner = corner

    def _line(self, inside: bool) -> None:
        self.in_line = inside

    def _whole(self, _) -> None:
        self._covers(True)
        self.in_line = True  # its own fill does not matter

    def _covers(self, covers: bool) -> None:
        if self.anchors and not self.in_line:
            self.anchors[-1].covers = covers

    def _object(self, attributes: dict[str, str]) -> None:
        if self.anchors and attributes.get("hidden") in ("1", "true"):
            self.anchors[-1].hidden = True

    def _number(self, name: str, text: str) -> None:
        if self.anchors:
            self.anchors[-1].corners.setdefault((self.corner, name), []).append(_emu(text.strip()))


def _emu(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def covered_by(content: bytes | None, sight: Sight) -> list[tuple[int, int, int, int]]:
    """The areas of a sheet that the objects of its drawing part lie on; of one that cannot be read,
    none."""
    drawing = _Drawing()
    texts = ("col", "row", "colOff", "rowOff")
    try:
        if content is not None:
            read_all(content, drawing.begin(), drawing.end(), texts, _SPACES)
    except Refused:
        return []
    if not drawing.anchors:
        return []
    rows = Lines(LAST_ROW, sight.height, sight.heights, _POINT)
    lines = {"row": rows, "col": Lines(LAST_COLUMN, sight.width, sight.widths, _DIGIT)}
    return [area for anchor in drawing.anchors[:MOST] if (area := anchor.area(lines))]
