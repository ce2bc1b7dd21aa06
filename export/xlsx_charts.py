"""Native charts of a workbook: small, editable, drawn from the cells beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList

_NO_LABEL = ("showCatName", "showSerName", "showLegendKey", "showPercent")
Cell = tuple[float, str] | str | None


@dataclass(frozen=True)
class Chart:
    """A chart of a page: what stands along its axis, and its series by name, each a cell per
    category. `kind`: bar, column, line, or table for what Excel cannot draw; `colours` of the
    series that are drawn, the others stand in the sheet only."""

    title: str
    kind: str
    head: str
    categories: Sequence[str]
    series: Mapping[str, Sequence[Cell]]
    colours: Mapping[str, str]
    stacked: bool = False
    first_on_top: bool = False


def native(chart: Chart, sheet) -> Any:
    """The chart over the cells of its sheet, whose first row is its header."""
    drawn = LineChart() if chart.kind == "line" else BarChart()
    drawn.title, drawn.width, drawn.height = chart.title, 24, 6 + len(chart.categories) * 0.4
    drawn.height = min(max(drawn.height, 9), 22) if chart.kind == "bar" else 11
    if chart.kind != "line":
        drawn.type = "bar" if chart.kind == "bar" else "col"
        drawn.grouping = "stacked" if chart.stacked else "clustered"
        drawn.overlap, drawn.gapWidth = 100, 40
        if chart.kind == "bar":
            drawn.x_axis.scaling.orientation = "maxMin"
            drawn.dataLabels = DataLabelList(showVal=True, **dict.fromkeys(_NO_LABEL, False))
    rows = len(chart.categories) + 1
    for column, name in enumerate(chart.series, 2):
        if name in chart.colours:
            cells = Reference(sheet, min_col=column, min_row=1, max_row=rows)
            drawn.add_data(cells, titles_from_data=True)
            _colour(drawn.series[-1], chart.colours[name].removeprefix("#"), chart.kind)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows))
    if chart.first_on_top:
        drawn.y_axis.scaling.orientation = "maxMin"
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.display_blanks = "gap"
    drawn.legend = drawn.legend if len(chart.colours) > 1 else None
    return drawn


def _colour(series, colour: str, kind: str) -> None:
    if kind != "line":
        series.graphicalProperties.solidFill = colour
        return
    series.graphicalProperties.line.solidFill, series.smooth = colour, False
    series.marker.symbol, series.marker.size = "circle", 5
    series.marker.graphicalProperties.solidFill = colour
