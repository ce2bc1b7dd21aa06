"""Which cells pictures, charts and filled shapes of a sheet lie on: nobody sees what is under
them."""

from dataclasses import dataclass, field

from ingest.workbook.refused import Refused
from ingest.workbook.sheets import LAST_COLUMN, LAST_ROW
from ingest.workbook.xml_events import Begin, End, read_all

MOST = 200  # of a sheet; further ones are not looked at
_SPACES = (
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_HALF = {"col": 300_000, "row": 95_000}  # of a column and a row as they are by themselves, in EMU
_CORNERS = {(corner, line) for corner in ("from", "to") for line in ("row", "col")}


@dataclass
class _Anchor:
    """One object: the corners it reaches, as (number, offset) of columns and rows from 0."""

    corners: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    covers: bool = False
    hidden: bool = False

    def area(self) -> tuple[int, int, int, int] | None:
        """(top, left, bottom, right) of the cells it lies on with more than half of them."""
        said = {place: numbers for place, numbers in self.corners.items() if len(numbers) == 2}
        if not self.covers or self.hidden or said.keys() != _CORNERS:
            return None
        found = []
        for name in ("row", "col"):
            (first, before), (last, over) = said["from", name], said["to", name]
            found.append((first + 1 + (before > _HALF[name]), last + (over > _HALF[name])))
        (top, bottom), (left, right) = found
        bottom, right = min(bottom, LAST_ROW), min(right, LAST_COLUMN)
        return (top, left, bottom, right) if top <= bottom and left <= right else None


class _Drawing:
    def __init__(self) -> None:
        self.anchors: list[_Anchor] = []
        self.corner, self.in_line = "", False

    def begin(self) -> dict[str, Begin]:
        return {
            "twoCellAnchor": lambda _: self.anchors.append(_Anchor()),
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
            "twoCellAnchor": lambda: self._line(False),
        }

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
        number = text.strip()
        if self.anchors and number.isascii() and number.isdigit() and len(number) < 10:
            self.anchors[-1].corners.setdefault((self.corner, name), []).append(int(number))


def covered_by(content: bytes | None) -> list[tuple[int, int, int, int]]:
    """The areas of a sheet that the objects of its drawing part lie on; of one that cannot be read,
    none."""
    drawing = _Drawing()
    texts = ("col", "row", "colOff", "rowOff")
    try:
        if content is not None:
            read_all(content, drawing.begin(), drawing.end(), texts, _SPACES)
    except Refused:
        return []
    return [area for anchor in drawing.anchors[:MOST] if (area := anchor.area())]
