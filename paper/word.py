"""The report as a Word document: styles, numbered headings and page as official documents have
them (GB/T 9704), tables that repeat their header, charts that Word can edit."""

import io
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from paper import word_styles as styles
from paper.content import Block, Chart, Report, Table
from paper.word_chart import add_chart

_WIDTH = Mm(210 - 28 - 26)
_RIGHT = '<w:jc w:val="right"/>'


def write(report: Report) -> bytes:
    document = Document()
    styles.prepare(document)
    _page(document, report)
    document.add_paragraph(report.title, style="Title")
    if report.nature:
        document.add_paragraph(report.nature, style="Nature")
    for label, text in report.masthead:
        document.add_paragraph(f"{label}：{text}", style="Masthead")
    for section in report.sections:
        for level, part in section.walk():
            document.add_heading(part.heading, level)
            for block in part.blocks:
                _block(document, block)
    properties = document.core_properties
    properties.title, properties.author = f"{report.title} {report.month:%Y-%m}", ""
    properties.subject, properties.comments = report.nature, ""
    properties.created = properties.modified = report.as_of
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document, report: Report) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.header_distance, page.footer_distance = Mm(20), Mm(28)
    page.header.paragraphs[0].text = report.head
    foot = page.footer.paragraphs[0]
    foot.alignment = ALIGN.CENTER
    foot.add_run("— ")
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = foot.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    foot.add_run(" —")


def _block(document, block: Block) -> None:
    if isinstance(block, str):
        document.add_paragraph(block)
    elif isinstance(block, Chart):
        _caption(document, f"{block.title}（{block.unit}）")
        add_chart(document.add_paragraph(style="Figure"), block, _WIDTH)
    else:
        _caption(document, block.title)
        _table(document, block)
        document.add_paragraph(block.note, style="Note")


def _caption(document, text: str) -> None:
    document.add_paragraph(text, style="Caption")


def _table(document, content: Table) -> None:
    """Written as XML: python-docx looks through the whole row for each cell, 7 s a report."""
    wide = [int(_WIDTH.twips * w / sum(content.widths)) for w in content.widths]
    half_points = round(2 * content.size(_WIDTH.pt, 10))
    rows = [tuple(content.columns), *content.rows]
    kept = len(rows) - 1 if content.whole else 3  # Word keeps rows together that keep with the next
    document.element.body.insert_element_before(
        parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            '<w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr><w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{w}"/>' for w in wide)
            + "</w:tblGrid>"
            + "".join(
                _row(texts, content.at_right, wide, half_points, head=n == 0, keep=n < kept)
                for n, texts in enumerate(rows)
            )
            + "</w:tbl>"
        ),
        "w:sectPr",
    )


def _row(texts, at_right: list[bool], wide, size: int, head: bool, keep: bool) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="DCE6F4"/>' if head else ""
    style = "TableHead" if head else "TableText"
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}'
        f"{_RIGHT if right and not head else ''}</w:pPr>"
        f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t>'
        "</w:r></w:p></w:tc>"
        for text, right, w in zip(texts, at_right, wide, strict=True)
    )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"
