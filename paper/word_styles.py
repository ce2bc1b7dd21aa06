"""Styles of the Word document: 仿宋 for text, 黑体 and 楷体 for headings, each with the fonts that
stand in for it, and the numbering 一、（一）1. that belongs to the headings."""

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

SONG, FANG, HEI, KAI = "宋体", "仿宋", "黑体", "楷体"
_INSTEAD = {
    SONG: "SimSun,Noto Serif CJK SC",
    FANG: "FangSong,仿宋_GB2312,STFangsong,Noto Serif CJK SC",
    HEI: "SimHei,Noto Sans CJK SC",
    KAI: "KaiTi,楷体_GB2312,STKaiti,Noto Serif CJK SC",
}
_LATIN = "Times New Roman"
_LEVELS = (
    ("chineseCountingThousand", "%1、", HEI),
    ("chineseCountingThousand", "（%2）", KAI),
    ("decimal", "%3.", FANG),
)


def prepare(document) -> None:
    """Every style that the document uses, and nothing of python-docx's own look."""
    _fonts(document)
    _numbering(document)
    styles = document.styles
    _style(styles["Normal"], FANG, 16, line=28, indent=32)
    _style(styles["Title"], SONG, 22, bold=True, align=ALIGN.CENTER, line=36)
    for edge in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(edge)
    for level, (_, _, font) in enumerate(_LEVELS, 1):
        style = styles[f"Heading {level}"]
        _style(style, font, 16, bold=level == 3, line=28, indent=32, keep=True)
        style.element.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/>'
                f'<w:numId w:val="{_NUMBERED}"/></w:numPr>'
            )
        )
    _style(styles["Caption"], HEI, 12, align=ALIGN.CENTER, line=20, keep=True, before=6)
    _style(styles["Header"], SONG, 9, align=ALIGN.CENTER)
    _style(styles["Footer"], SONG, 14, align=ALIGN.CENTER)
    for name, font, size, options in (
        ("Masthead", FANG, 12, {"line": 20}),
        ("Nature", HEI, 14, {"align": ALIGN.CENTER, "line": 24}),
        ("Note", FANG, 9, {"line": 14}),
        ("Figure", FANG, 9, {"align": ALIGN.CENTER}),
        ("Table Text", FANG, 10, {}),
        ("Table Head", HEI, 10, {"align": ALIGN.CENTER}),
    ):
        _style(styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), font, size, **options)


def _style(
    style, font, size, bold=False, align=None, line=None, indent=0, keep=False, before=0
) -> None:
    style.font.name, style.font.size, style.font.bold = _LATIN, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [k for k in fonts.attrib if k.endswith("Theme")]:
        del fonts.attrib[theme]
    fonts.set(qn("w:eastAsia"), font)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(0)
    form.first_line_indent, form.keep_with_next = Pt(indent), keep
    form.widow_control = True
    if align is not None:
        form.alignment = align
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if line:
        form.line_spacing = Pt(line)


_NUMBERED = 90


def _numbering(document) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:pStyle w:val="Heading{n + 1}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="640"/></w:pPr></w:lvl>'
        for n, (kind, text, _) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_NUMBERED}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{_NUMBERED}">'
            f'<w:abstractNumId w:val="{_NUMBERED}"/></w:num>'
        )
    )


def _fonts(document) -> None:
    """The font table, with what stands in where a font is not installed."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in _INSTEAD.items()
    )
    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table._blob = f"<w:fonts {nsdecls('w')}>{entries}</w:fonts>".encode()
