"""A number in a chart is rounded half up and printed here, never by the browser: d3 makes 5.2 of
5.25, and six digits of 124,512.2."""

import pathlib
import re

import pandas as pd
import pytest

from charts.area_bars import area_bars
from charts.area_lines import area_lines
from charts.growth_columns import growth_columns
from charts.month_line import month_line
from charts.rank_bump import rank_bump
from charts.share_lines import share_lines
from charts.theme import figure, name_values
from charts.trend_lines import trend_lines
from tests.conftest import ROOT
from tests.shown import shown
from ui.drawing import as_chart

MONTHS = pd.to_datetime(["2022-07-01", "2022-08-01"])
FRAME = pd.DataFrame(
    {
        "month": MONTHS,
        **dict.fromkeys(("value", "grown", "remainder_pct", "remainder"), 5.25),
        **dict.fromkeys(("rank", "tied", "ranked", "cities"), 1),
        **dict.fromkeys(("decimals", "grown_decimals"), 1),
        **dict.fromkeys(("area_code", "city_code", "indicator_code"), "440100"),
        **dict.fromkeys(("area_name", "city_name", "member_name", "parent_name"), "广州"),
        **dict.fromkeys(("source", "grown_source"), "甲!B4"),
        **dict.fromkeys(("platform_name", "indicator_name"), "粤省事"),
        **dict.fromkeys(("origin", "origin_name"), "月报"),
        "unit": "万",
        "kind": "average",
        "bound": None,
    }
)
SPAN = (MONTHS[0], MONTHS[1])
CHARTS = {
    "area_lines": (lambda: area_lines(FRAME), "5.3 万"),
    "growth_columns": (lambda: growth_columns(FRAME, SPAN), "5.3 万"),
    "month_line": (lambda: month_line(FRAME, "value", "%", 1, FRAME["source"]), "5.3%"),
    "rank_bump": (lambda: rank_bump(FRAME, ["440100"]), "5.3 万"),
    "share_lines": (lambda: share_lines(FRAME), "5.3%"),
    "trend_lines": (lambda: trend_lines(FRAME), "5.3"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_half_is_rounded_up(name):
    draw, printed = CHARTS[name]
    shown = {
        text
        for trace in draw().data
        for texts in (trace.text, *(trace.customdata if trace.customdata is not None else ()))
        for text in ([texts] if isinstance(texts, str) else () if texts is None else texts)
    }
    assert printed in shown
    assert not {"5.2", "5.2 万", "5.2%", "4"} & shown


WRITTEN = {
    "area_bars": ("项", "bar", {"地市": ["5.3 r"]}, ["广州（广州）　第 5 位"]),
    "area_lines": ("月份", "line", {"广州": ["5.3 万", "5.3 万 r"]}, ["2022-07", "2022-08"]),
    "growth_columns": ("月份", "column", {"地市": ["5.3 万", "5.3 万"]}, ["2022-07", "2022-08"]),
    "month_line": ("月份", "line", {"地市": ["5.3%", "5.3%"]}, ["2022-07", "2022-08"]),
    "rank_bump": ("月份", "line", {"广州": ["5", "5 r"]}, ["2022-07", "2022-08"]),
    "share_lines": ("月份", "line", {"粤省事 粤省事": ["5.3%", "5.3% r"]}, ["2022-07", "2022-08"]),
    "trend_lines": ("月份", "line", {"广州": ["5.0（推算）", "≥ 5.0 r"]}, ["2022-07", "2022-08"]),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_workbook_writes_each_number_as_its_chart_prints_it(name):
    """A rank of 5 whose figure is 5.0 万 was written as 5.0 万: it was looked for in the hover."""
    rows = FRAME.assign(rank=5, source=["甲!B4", "甲!C4"])
    draw = {
        "area_bars": lambda: area_bars(rows.tail(1), "value", "万", 1),
        "area_lines": lambda: area_lines(rows),
        "growth_columns": lambda: growth_columns(rows, SPAN),
        "month_line": lambda: month_line(rows, "value", "%", 1, rows["grown_source"]),
        "rank_bump": lambda: rank_bump(rows.assign(value=5.0), []),
        "share_lines": lambda: share_lines(rows),
        "trend_lines": lambda: trend_lines(
            rows.assign(value=5.0, origin=["derived", "report"], bound=[None, "above"])
        ),
    }[name]
    chart = as_chart("地市", draw(), lambda text: "r 原 4" if "甲!C4" in text else "")
    cells = {series: [shown(*cell) for cell in cells] for series, cells in chart.series.items()}
    assert (chart.head, chart.kind, cells, chart.categories) == WRITTEN[name]


@pytest.mark.parametrize("file", sorted((ROOT / "charts").glob("*.py")), ids=lambda f: f.stem)
def test_no_chart_lets_the_browser_or_binary_floats_print(file: pathlib.Path):
    text = file.read_text()
    assert not re.findall(r"%\{+[^}|%]*:", text), "a d3 format in a hover"
    assert not re.findall(r'tickformat="(?!%Y)|ticksuffix|:,?\.\{|:,\.', text)


def test_ticks_are_round_and_printed_whole():
    def ticks(values, suffix="", whole=False):
        chart = figure(100)
        name_values(chart, values, suffix, whole)
        return list(chart.layout.yaxis.ticktext)

    assert ticks([0, 5.25]) == ["0", "2", "4", "6"]
    assert ticks([124512.1, 124512.6]) == [f"124,512.{n}" for n in range(1, 7)]
    assert ticks([67.1, 68.9], "%") == ["67.0%", "67.5%", "68.0%", "68.5%", "69.0%"]
    assert ticks([3, 4], whole=True) == ["3", "4"]
    assert ticks([-3.2, 8]) == ["-5", "0", "5", "10"]
    assert ticks([7.0]) == ["7.0"]
    assert ticks([None]) == ["0.0"]
