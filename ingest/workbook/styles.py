"""What styles.xml says about how a cell's number is printed; everything else in it does not
matter."""

from dataclasses import dataclass, field

from ingest.workbook.colours import BLACK, WHITE, colour_of, is_close
from ingest.workbook.formats import Format, format_of
from ingest.workbook.references import size_of
from ingest.workbook.texts import raised_or_lowered, struck
from ingest.workbook.xml_events import read_all

_ACCOUNTING = '_ * #,##0{0}_ ;_ * \\-#,##0{0}_ ;_ * "-"{1}_ ;_ @_ '
_DATE = "yyyy/m/d"
# Excel's own formats; those of 27 to 36 and 50 to 58 are dates in a Chinese Excel, and no file
# lists them
_BUILT_IN = {
    number: code
    for code, numbers in {
        _DATE: (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)),
        'yyyy"年"m"月"': (17, 27, 36, 50, 52, 57),
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
INK_ON_WHITE, INK_ON_ITS_GROUND = "条件格式的白字", "条件格式的同色字"
OF_LETTERS = (STRUCK, INK_ON_WHITE, INK_ON_ITS_GROUND)  # not of the digits
_SIZE = 11.0  # points


@dataclass
class Styles:
    """Of each cell style by number: its format's number, its font's and its fill's; and those
    three. `inks`, `sizes`: of each font, `fills`: the colour of each, '' of a pattern. `aligned`:
    what a cell style's alignment does to a figure. `conditional`: what the styles of conditional
    formats, by number, change in how a figure looks."""

    formats: dict[int, str] = field(default_factory=dict)
    styles: list[tuple[int, int, int]] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    inks: dict[int, str] = field(default_factory=dict)
    sizes: dict[int, float] = field(default_factory=dict)
    fills: list[str] = field(default_factory=list)
    aligned: dict[int, str] = field(default_factory=dict)
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
        font = self.styles[style][1] if style < len(self.styles) else 0
        return is_close(self.inks.get(font, BLACK), self._ground(style))

    def on_white(self, style: int) -> bool:
        return is_close(WHITE, self._ground(style))

    def _ground(self, style: int) -> str:
        fill = self.styles[style][2] if style < len(self.styles) else 0
        return self.fills[fill] if fill < len(self.fills) else WHITE

    def size(self, style: int) -> float:
        """Of a cell's letters, in points."""
        font = self.styles[style][1] if style < len(self.styles) else 0
        return self.sizes.get(font, _SIZE)

    def fits(self, style: int) -> bool:
        """Whether a cell breaks its text or shrinks it until it fits."""
        return self.aligned.get(style) == "fits"

    def is_filled(self, style: int) -> bool:
        """Whether a cell repeats what it holds over its width."""
        return self.aligned.get(style) == "fill"


class _StyleParser:
    """Fonts and formats also stand in lists that are no cell's style: `inside` tells them apart."""

    def __init__(self, theme: list[str]):
        self.styles, self.inside, self.differences, self.theme = Styles(), "", -1, theme
        self.within = ""  # font, fill or border of a conditional format
        self.ink = self.ground = ""

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
        self.ink = self.ground = ""

    def end_difference(self) -> None:
        if is_close(self.ink, self.ground or WHITE):
            self._differs(INK_ON_ITS_GROUND if self.ground else INK_ON_WHITE)

    def _differs(self, how: str) -> None:
        if self.inside == "dxfs" and how:
            self.styles.conditional.setdefault(self.differences, []).append(how)

    def style(self, attributes: dict[str, str]) -> None:
        if self.inside == "cellXfs":
            numbers = [attributes.get(name) for name in ("numFmtId", "fontId", "fillId")]
            self.styles.styles.append(
                (_number(numbers[0]), _number(numbers[1]), _number(numbers[2]))
            )

    def align(self, attributes: dict[str, str]) -> None:
        fits = {attributes.get("wrapText"), attributes.get("shrinkToFit")} & {"1", "true"}
        filled = attributes.get("horizontal") == "fill"
        if self.inside == "cellXfs" and (fits or filled):
            self.styles.aligned[len(self.styles.styles) - 1] = "fits" if fits else "fill"

    def border(self, _) -> None:
        self.within = "border"

    def fill(self, _) -> None:
        self.within = "fill"

    def size(self, attributes: dict[str, str]) -> None:
        if self.inside == "fonts":
            self.styles.sizes[len(self.styles.fonts) - 1] = size_of(attributes.get("val"), _SIZE)

    def font(self, _) -> None:
        self.within = "font"
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
            ink = colour_of(attributes, self.theme, BLACK)
            self.styles.inks[len(self.styles.fonts) - 1] = ink
        elif self.inside == "dxfs" and self.within == "font":
            self.ink = colour_of(attributes, self.theme, BLACK)

    def pattern(self, attributes: dict[str, str]) -> None:
        if self.inside == "fills":
            kind = attributes.get("patternType", "none")
            self.styles.fills.append({"none": WHITE, "solid": "solid"}.get(kind, ""))

    def foreground(self, attributes: dict[str, str]) -> None:
        if self.inside == "fills" and self.styles.fills[-1:] == ["solid"]:
            self.styles.fills[-1] = colour_of(attributes, self.theme, WHITE)

    def background(self, attributes: dict[str, str]) -> None:
        if self.inside == "dxfs":  # there a solid fill has its colour here
            self.ground = colour_of(attributes, self.theme, WHITE)

    def end_pattern(self) -> None:
        if self.styles.fills[-1:] == ["solid"]:
            self.styles.fills[-1] = ""


def read_styles(content: bytes, theme: list[str]) -> Styles:
    """How each cell style prints a figure; a format that makes no sense counts as General."""
    parser = _StyleParser(theme)
    lists = ("numFmts", "cellXfs", "fonts", "fills", "dxfs", "cellStyleXfs")
    begin = {name: parser.enter(name) for name in lists} | {
        "numFmt": parser.number_format,
        "dxf": parser.difference,
        "xf": parser.style,
        "alignment": parser.align,
        "border": parser.border,
        "fill": parser.fill,
        "font": parser.font,
        "sz": parser.size,
        "color": parser.colour,
        "patternFill": parser.pattern,
        "fgColor": parser.foreground,
        "bgColor": parser.background,
        "strike": parser.strike,
        "vertAlign": lambda attributes: parser.mark(raised_or_lowered(attributes)),
    }
    end = {"dxf": parser.end_difference, "patternFill": parser.end_pattern}
    read_all(content, begin, dict.fromkeys(lists, parser.enter("")) | end)
    return parser.styles


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
