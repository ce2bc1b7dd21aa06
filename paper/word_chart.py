"""A chart inside a Word document, with its workbook: python-docx has none, so the parts are those
that python-pptx writes for a slide."""

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from export.files import TYPES
from paper.chart_data import chart_xml, workbook
from paper.content import Chart

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def add_chart(paragraph, content: Chart, wide: int) -> None:
    """The chart as an inline drawing at the paragraph's end."""
    package = paragraph.part.package
    number = 1 + sum(p.content_type == _CHART for p in package.iter_parts())
    sheet = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"), TYPES["xlsx"], workbook(content), package
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package)
    linked = part.relate_to(sheet, f"{_R}/package")
    part._blob = chart_xml(content, linked)
    drawn = paragraph.part.relate_to(part, f"{_R}/chart")
    tall = Mm(14 + 6.2 * len(content.names))
    paragraph.add_run()._r.append(
        parse_xml(
            f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}><wp:inline>"
            f'<wp:extent cx="{wide}" cy="{tall}"/>'
            f'<wp:docPr id="{100 + number}" name="{number}" descr="{_plain(content.title)}"/>'
            "<a:graphic><a:graphicData "
            'uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
            f'r:id="{drawn}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
    )


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
