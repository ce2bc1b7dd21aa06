"""The month's slides: an office's own template if one is named, native charts with their data
inside, tables as tables."""

import io
import os
from collections.abc import Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from export.choice import Refused
from paper import chart_data
from paper.content import Chart, Report, Slide, Table

_FONT, _INK, _DEEP = "微软雅黑", RGBColor(0x1F, 0x2A, 0x3A), RGBColor(0x0F, 0x2C, 0x52)
_SIDE = Inches(0.6)
_ROW = 45  # characters of 18 points


def write(report: Report) -> bytes:
    """At most eight slides. KPI_SLIDES names a template of the office's own, whose look is kept.

    Raises Refused where it cannot be read.
    """
    deck = _deck(os.environ.get("KPI_SLIDES", ""))
    _cover(deck, report)
    for slide in report.slides:
        _slide(deck, slide, report)
    properties = deck.core_properties
    properties.title, properties.author = f"{report.title} {report.month:%Y-%m}", ""
    properties.created = properties.modified = report.as_of
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _deck(template: str):
    if not template:
        deck = Presentation()
        deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
        return deck
    try:
        deck = Presentation(template)
    except Exception as fault:
        raise Refused(
            f"幻灯片模板打不开（KPI_SLIDES 指的文件）：{template}。请另存为 .pptx 后再放回。"
        ) from fault
    listed = deck.slides._sldIdLst
    for entry in list(listed):  # what stands in the template as an example
        deck.part.drop_rel(entry.rId)
        listed.remove(entry)
    return deck


def _blank(deck, title: str, report: Report):
    """A slide with its title; of the template's layouts the one with a title and least else."""
    layouts = [
        layout
        for layout in deck.slide_layouts
        if any(p.placeholder_format.type in (1, 3) for p in layout.placeholders)
    ] or list(deck.slide_layouts)
    slide = deck.slides.add_slide(min(layouts, key=lambda layout: len(layout.placeholders)))
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type not in (1, 3):
            shape._element.getparent().remove(shape._element)
    if slide.shapes.title is None:
        shape = slide.shapes.add_textbox(_SIDE, Inches(0.3), _room(deck), Inches(0.8))
    else:
        shape = slide.shapes.title
        if not os.environ.get("KPI_SLIDES"):
            shape.left, shape.top, shape.width, shape.height = (
                _SIDE,
                Inches(0.3),
                _room(deck),
                Inches(0.8),
            )
    _text(shape.text_frame, [title], 28, bold=True, colour=_DEEP)
    _foot(slide, deck, report)
    return slide


def _room(deck) -> int:
    return int(deck.slide_width - 2 * _SIDE)


def _foot(slide, deck, report: Report) -> None:
    """Which month this is, and that it is made up where it is, on every slide."""
    box = slide.shapes.add_textbox(
        _SIDE, deck.slide_height - Inches(0.5), _room(deck), Inches(0.35)
    )
    _text(box.text_frame, [report.head], 11)


def _cover(deck, report: Report) -> None:
    slide = _blank(
        deck, f"{report.title}（{report.month.year} 年 {report.month.month} 月）", report
    )
    box = slide.shapes.add_textbox(_SIDE, Inches(1.6), _room(deck), Inches(4))
    lines = [f"{label}：{text}" for label, text in report.masthead]
    _text(box.text_frame, [*([report.nature] if report.nature else []), *lines], 20)


def _slide(deck, content: Slide, report: Report) -> None:
    slide = _blank(deck, content.title, report)
    top, bottom = int(Inches(1.2)), int(deck.slide_height - Inches(0.6))
    if content.lines:
        alone = not (content.chart or content.table)
        rows = sum(-(-len(line) // _ROW) for line in content.lines)
        tall = bottom - top if alone else int(Inches(0.2 + 0.42 * rows))
        box = slide.shapes.add_textbox(_SIDE, top, _room(deck), tall)
        _text(box.text_frame, content.lines, _fitting(content.lines) if alone else 18)
        top += tall
    if content.chart:
        _chart(slide, content.chart, top, bottom, _room(deck))
    if content.table:
        _table(slide, content.table, top, bottom, _room(deck))


def _fitting(lines: Sequence[str]) -> int:
    """Points in which so much text fits on a slide."""
    return 20 if sum(map(len, lines)) < 330 else 15 if sum(map(len, lines)) < 600 else 12


def _chart(slide, content: Chart, top: int, bottom: int, room: int) -> None:
    frame = slide.shapes.add_chart(
        chart_data.KIND, _SIDE, top, room, bottom - top, chart_data.data(content)
    )
    frame.name = f"{content.title}（{content.unit}）"
    chart_data.dress(frame.chart._chartSpace, 14 if len(content.names) < 14 else 11)


def _table(slide, content: Table, top: int, bottom: int, room: int) -> None:
    rows = [tuple(content.columns), *content.rows]
    tall = min((bottom - top) // len(rows), int(Inches(0.55)))
    size = Pt(min(16, content.size(room / Pt(1), 16), tall / 12700 / 1.7))
    frame = slide.shapes.add_table(len(rows), len(rows[0]), _SIDE, top, room, tall * len(rows))
    frame.name = content.title
    for column, wide in zip(frame.table.columns, content.widths, strict=True):
        column.width = int(room * wide / sum(content.widths))
    for n, (row, texts) in enumerate(zip(frame.table.rows, rows, strict=True)):
        row.height = tall
        for cell, text, right in zip(row.cells, texts, content.at_right, strict=True):
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.margin_top = cell.margin_bottom = Pt(1)
            colour = RGBColor(0xFF, 0xFF, 0xFF) if n == 0 else _INK
            _text(cell.text_frame, [text], size.pt, n == 0, colour)
            if right and n:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _text(frame, lines: Sequence[str], size: float, bold: bool = False, colour=_INK) -> None:
    frame.word_wrap = True
    for n, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.4 if len(lines) > 1 else 0)
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = line, Pt(size), bold
        run.font.color.rgb = colour
        if not os.environ.get("KPI_SLIDES"):
            run.font.name = _FONT
            asian = run._r.get_or_add_rPr().makeelement(qn("a:ea"), {"typeface": _FONT})
            run._r.rPr.append(asian)
