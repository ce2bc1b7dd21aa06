"""导出本页: one workbook with the tables of a page as they are on screen, the choices in force on
its first sheet."""

from collections.abc import Callable

from export.about import file_name, nature, simulated
from export.xlsx import to_workbook
from export.xlsx_charts import Chart
from paper.symbols import NO_VALUE
from ui import revised
from ui.drawing import as_chart
from ui.file_button import file_button
from ui.on_screen import Screen, screen
from words.clock import beijing_now
from words.names import SIMULATED

MARKS = [
    ("符号 —", NO_VALUE),
    ("≥、≤", "来源只给出下限、上限"),
    ("推算", "系统由“本月累计 − 当月新增”算出，不是月报印的数"),
    ("r", "与更早一次入库的数值不同"),
]


def button(title: str) -> None:
    """Offered where the page shows a table.

    The workbook is made when it is asked for, from what this run showed.
    """
    shown = screen()
    if shown.tables:
        mark = revised.marker()
        file_button(
            "导出本页",
            lambda: workbook(title, shown, mark),
            file_name(f"粤数月报-{title}.xlsx"),
            key="export_page",
            icon=":material/table_view:",
            help="本页的每张表、每幅图各一个工作表，图可在 Excel 里改；第一张工作表写明当前筛选。",
        )


def workbook(title: str, shown: Screen, mark: Callable[[str], str] | None = None) -> bytes:
    """`mark` finds what was revised in the cells that a chart's points name."""
    about = [
        ("页面", title),
        *nature(),
        ("导出时间", f"{beijing_now()}（北京时间）"),
        *((f"筛选：{label}", text) for label, text in shown.choices.items()),
        *MARKS,
    ]
    charts = [
        drawn if isinstance(drawn, Chart) else as_chart(alt, drawn, mark)
        for alt, drawn in shown.charts
    ]
    return to_workbook(shown.tables, about, charts, SIMULATED if simulated() else "")
