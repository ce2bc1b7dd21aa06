"""What is inside a native chart, in a document and on a slide: its workbook and its drawing."""

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml

from paper.content import Chart

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = XL_CHART_TYPE.BAR_CLUSTERED
INK, BAR = "1F2A3A", "1F5FA8"


def data(content: Chart) -> CategoryChartData:
    """The chart's categories and values; numbers show the decimals of the source."""
    decimals = "." + "0" * content.decimals if content.decimals else ""
    made = CategoryChartData(number_format=f"#,##0{decimals}")
    made.categories = content.names
    made.add_series(f"{content.title}（{content.unit}）", content.values)
    return made


def workbook(content: Chart) -> bytes:
    """What opens under “编辑数据”."""
    return data(content)._workbook_writer.xlsx_blob


def chart_xml(content: Chart, workbook_id: str) -> bytes:
    """The chart's part, linked to its workbook."""
    root = parse_xml(data(content).xml_bytes(KIND))
    dress(root, 9)
    link = etree.SubElement(root, f"{{{_C}}}externalData")
    link.set(f"{{{_R}}}id", workbook_id)
    etree.SubElement(link, f"{{{_C}}}autoUpdate").set("val", "0")
    order = root.find(f"{{{_C}}}txPr")
    order.addnext(link)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def dress(root, points: int) -> None:
    """One colour, first bar on top, a label at every bar, no grid and no legend."""
    c = f"{{{_C}}}"
    bar = root.find(f".//{c}barChart")
    series = bar.find(f"{c}ser")
    for old in series.findall(f"{c}spPr") + series.findall(f"{c}invertIfNegative"):
        series.remove(old)
    name = series.find(f"{c}tx")
    name.addnext(
        _xml(f'<c:spPr {_NS}><a:solidFill><a:srgbClr val="{BAR}"/></a:solidFill></c:spPr>')
    )
    name.getnext().addnext(_xml(f'<c:invertIfNegative {_NS} val="0"/>'))
    series.find(f"{c}cat").addprevious(
        _xml(
            f'<c:dLbls {_NS}><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
            '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        )
    )
    for gap in bar.findall(f"{c}gapWidth"):
        bar.remove(gap)
    bar.find(f"{c}axId").addprevious(_xml(f'<c:gapWidth {_NS} val="45"/>'))
    category, value = root.find(f".//{c}catAx"), root.find(f".//{c}valAx")
    category.find(f"{c}scaling/{c}orientation").set("val", "maxMin")
    category.find(f"{c}tickLblPos").set("val", "low")  # beside the bars, also where some go left
    value.find(f"{c}delete").set("val", "1")
    for grid in value.findall(f"{c}majorGridlines"):
        value.remove(grid)
    for text in root.findall(f"{c}txPr"):
        root.remove(text)
    root.find(f"{c}chart").addnext(
        _xml(
            f'<c:txPr {_NS}><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{points * 100}">'
            f'<a:solidFill><a:srgbClr val="{INK}"/></a:solidFill></a:defRPr></a:pPr>'
            '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        )
    )
    if root.find(f"{c}chart/{c}autoTitleDeleted") is not None:
        root.find(f"{c}chart/{c}autoTitleDeleted").set("val", "1")


_NS = f'xmlns:c="{_C}" xmlns:a="{_A}"'


def _xml(text: str):
    return parse_xml(text)
