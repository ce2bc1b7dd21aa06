"""What a page draws of a figure over months: its columns, lines, marks, notes and texts."""

import base64
import re

import pandas as pd

from charts.growth_columns import growth_columns
from charts.over_months import over_months
from charts.theme import figure, name_months, name_values
from charts.trend_lines import trend_lines
from tests.test_charts import TREND

MONTHS = pd.date_range("2023-08-01", "2024-08-01", freq="MS")
GROWN = pd.DataFrame({"month": MONTHS, "grown": [4.0, -1, *[5] * 11], "value": range(101, 114)})
GROWN = GROWN.assign(
    decimals=1, grown_decimals=1, grown_source="甲!B4", unit="万", platform_name="粤省事"
)
COLUMN = re.compile(
    '<i class="([a-z ]*)" style="left:[0-9.]+%;width:[0-9.]+%;--top:([0-9.]+)%;--high:([0-9.]+)%;'
    '--fill:([^;]+);[^"]+" data-said="([^"]*)"></i>'
)


def picture(drawn: str) -> str:
    return base64.b64decode(re.search('base64,([^"]+)', drawn)[1]).decode()


def test_columns_stand_on_zero_and_tell_growth_and_level():
    drawn = over_months(growth_columns(GROWN, (MONTHS[0], MONTHS[-1])), "新增")  # from -2 to 6
    first, second, *_, last = COLUMN.findall(drawn)
    pale = "rgba(42, 122, 192, 0.45)"
    assert first == ("rim", "25.0", "50.0", pale, "2023-08　新增 4.0 万\n累计 101.0 万\n甲!B4")
    assert second[1:4] == ("75.0", "12.5", pale)  # a fall hangs below
    assert last[0:4] == (" left", "12.5", "62.5", "#2A7AC0")
    ends = "2023-08　新增 4.0 万 累计 101.0 万，2024-08　新增 5.0 万 累计 113.0 万"
    assert f'alt="新增；{ends}"' in drawn
    assert ">逐月新增，单位：万</span>" in drawn


def test_a_point_is_pointed_at_where_it_stands_however_many_there_are():
    """Wider than a month, its neighbour would tell itself: 37 months in 310 pixels have 8 each."""
    drawn = over_months(growth_columns(GROWN, (MONTHS[0], MONTHS[-1])), "")
    assert 'style="--apart:7.4%;height:180px' in drawn  # of 366 days and 20 at either side


def test_a_line_is_drawn_to_its_gap_and_every_point_has_its_mark():
    drawn = over_months(trend_lines(TREND), "走势")  # 1 to 4, without September and the bound
    assert re.findall('<path d="(M[0-9.]+ [^"]+)" stroke="#2A7AC0"', picture(drawn)) == [
        "M72.35 100.00L80.00 66.67"
    ]
    points = re.findall(
        '<i(?: class="([^"]*)")? style="[^"]*top:([0-9.]+)%" data-said="([^"]*)"', drawn
    )
    assert points == [
        ("circle-open left", "100.0", "全省　2022-07\n1.0 万　推算\nx"),
        ("left", "66.7", "全省　2022-08\n2.0 万　月报\ny"),
        ("triangle-up-open left", "0.0", "全省　2022-10\n4.0 万　公开数据（下限）\nz"),
    ]
    assert ">≥ 4.0</span>" in drawn


def test_a_note_is_a_line_or_a_band_and_tells_itself():
    about = {"author": "张三", "written_on": MONTHS[0], "city_name": "", "text": "割接 <b>"}
    both = pd.DataFrame(
        [
            {"month": MONTHS[3], "until": MONTHS[3], **about},
            {"month": MONTHS[5], "until": MONTHS[7], **about},
        ]
    )
    drawn = over_months(growth_columns(GROWN, (MONTHS[0], MONTHS[-1]), both), "新增")
    assert picture(drawn).count('stroke-dasharray="2 3"') == 1
    assert picture(drawn).count("<rect ") == 1
    said = "注　2023-11　\n割接 &lt;b&gt;\n张三，2023-08-01"
    assert re.search(
        f'<i class="text" style="left:[0-9.]+%;top:8.0%" data-said="{said}">注</i>', drawn
    )
    assert "张三" not in re.search(' alt="([^"]*)"', drawn)[1]


def test_months_and_values_are_named_within_sight():
    chart = figure(260)
    name_months(chart, pd.Series(pd.date_range("2023-01-01", "2025-12-01", freq="MS")))
    name_values(chart, [0, 7], range=[-1.0, 7.0])
    chart.add_scatter(x=[MONTHS[0]], y=[7], mode="lines", line={"color": "#000000", "width": 1})
    chart.update_traces(hoverinfo="skip", showlegend=False)
    drawn = over_months(chart, "")
    assert re.findall('%">([0-9-]+)</span>', drawn) == ["0", "2", "4", "6"] + [
        f"{year}-12" for year in (2022, 2023, 2024, 2025)
    ]
