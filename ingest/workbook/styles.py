"""What styles.xml says about how a cell's number is printed; everything else in it does not
matter."""

from dataclasses import dataclass, field

from ingest.workbook.formats import Format, format_of
from ingest.workbook.texts import raised_or_lowered, struck
from ingest.workbook.xml_events import read_all

_ACCOUNTING = '_ * #,##0{0}_ ;_ * \\-#,##0{0}_ ;_ * "-"{1}_ ;_ @_ '
_DATE = "yyyy/m/d"
_WHITE = "FFFFFF"
# Excel's own formats; those of 27 to 36 and 50 to 58 are dates in a Chinese Excel, and no file
# lists them
_BUILT_IN = {
    number: code
    for code, numbers in {
        _DATE: (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)),
        "0": (1,),
        "0.00": (2,),
        "#,##0": (3,),
        "#,##0.00": (4,),
        "¥#,##0;¥-#,##0": (5, 6),
        "¥#,##0.00;¥-#,##0.00": (7, 8),
        "0%": (9,),
        "0.00%": (10,),
        "0.00E+00": (11, 48),
        "# ?/?": (12, 13),
        "#,##0;-#,##0": (37, 38),
        "#,##0.00;-#,##0.00": (39, 40),
        _ACCOUNTING.format("", ""): (41, 42),
        _ACCOUNTING.format(".00", "??"): (43, 44),
        "@": (49,),
    }.items()
    for number in numbers
}


STRUCK = "条件格式的删除线"


@dataclass
class Styles:
    """Of each cell style by number: its format's number, its font's and its fill's; and those
    three. `inks`: the colour of a font that has one, `fills`: of each fill. `conditional`: what the
    styles of conditional formats, by number, change in how a figure looks."""

    formats: dict[int, str] = field(default_factory=dict)
    styles: list[tuple[int, int, int]] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    inks: dict[int, str] = field(default_factory=dict)
    fills: list[str] = field(default_factory=list)
    conditional: dict[int, list[str]] = field(default_factory=dict)

    def format(self, style: int) -> Format:
        number = self.styles[style][0] if style < len(self.styles) else 0
        return format_of(self.formats.get(number, _BUILT_IN.get(number, "General")))

    def mark(self, style: int) -> str:
        """上标, 下标 or 删除线 where the whole cell is set so."""
        font = self.styles[style][1] if style < len(self.styles) else 0
        return self.fonts[font] if font < len(self.fonts) else ""

    def is_unseen(self, style: int) -> bool:
        """Whether a cell's text has the colour of what it stands on, white on white most often."""
        if not self.inks or style >= len(self.styles):
            return False
        _, font, fill = self.styles[style]
        return self.inks.get(font) == (self.fills[fill] if fill < len(self.fills) else _WHITE)


class _StyleParser:
    """Fonts and formats also stand in lists that are no cell's style: `inside` tells them apart."""

    def __init__(self):
        self.styles, self.inside, self.differences = Styles(), "", -1

    def enter(self, name: str):
        return lambda *_: setattr(self, "inside", name)

    def number_format(self, attributes: dict[str, str]) -> None:
        if self.inside == "numFmts":
            code = attributes.get("formatCode", "General")
            self.styles.formats[_number(attributes.get("numFmtId"))] = code
        else:
            self._differs(attributes.get("formatCode", ""))

    def difference(self, _) -> None:
        self.differences += 1

    def _differs(self, how: str) -> None:
        if self.inside == "dxfs" and how:
            self.styles.conditional.setdefault(self.differences, []).append(how)

    def style(self, attributes: dict[str, str]) -> None:
        if self.inside == "cellXfs":
            numbers = [attributes.get(name) for name in ("numFmtId", "fontId", "fillId")]
            self.styles.styles.append(
                (_number(numbers[0]), _number(numbers[1]), _number(numbers[2]))
            )

    def font(self, _) -> None:
        if self.inside == "fonts":
            self.styles.fonts.append("")

    def mark(self, mark: str) -> None:
        if self.inside == "fonts" and mark:
            self.styles.fonts[-1:] = [mark]

    def strike(self, attributes: dict[str, str]) -> None:
        self.mark(struck(attributes))
        self._differs(struck(attributes) and STRUCK)

    def colour(self, attributes: dict[str, str]) -> None:
        if self.inside == "fonts":
            self.styles.inks[len(self.styles.fonts) - 1] = _colour(attributes)

    def pattern(self, attributes: dict[str, str]) -> None:
        if self.inside == "fills":
            bare = attributes.get("patternType", "none") == "none"
            self.styles.fills.append(_WHITE if bare else "")

    def foreground(self, attributes: dict[str, str]) -> None:
        if self.inside == "fills" and self.styles.fills[-1:] == [""]:
            self.styles.fills[-1] = _colour(attributes)


def read_styles(content: bytes) -> Styles:
    """Number formats and marks by cell style; an entry that makes no sense counts as General."""
    parser = _StyleParser()
    lists = ("numFmts", "cellXfs", "fonts", "fills", "dxfs", "cellStyleXfs")
    begin = {name: parser.enter(name) for name in lists} | {
        "numFmt": parser.number_format,
        "dxf": parser.difference,
        "xf": parser.style,
        "font": parser.font,
        "color": parser.colour,
        "patternFill": parser.pattern,
        "fgColor": parser.foreground,
        "strike": parser.strike,
        "vertAlign": lambda attributes: parser.mark(raised_or_lowered(attributes)),
    }
    read_all(content, begin, dict.fromkeys(lists, parser.enter("")))
    return parser.styles


def _colour(attributes: dict[str, str]) -> str:
    """A colour by what is written of it; the palette's white and the theme's paper are white."""
    rgb = attributes.get("rgb", "").upper()[-6:]
    said = [attributes.get(name, "") for name in ("indexed", "theme", "tint")]
    white = rgb == _WHITE or said[0] in ("1", "9") or said[1:] == ["0", ""]
    return _WHITE if white else " ".join([rgb, *said])


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
