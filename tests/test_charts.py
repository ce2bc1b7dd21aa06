"""Figures: what is drawn is what the frame says, and the colours can be told apart."""

import copy
import itertools

import pandas as pd
import pytest

from charts.area_bars import area_bars
from charts.bar_rows import Bar, bar_rows
from charts.city_bars import bars_of
from charts.end_labels import spread
from charts.flow_bars import flow_bars
from charts.growth_columns import growth_columns
from charts.remember import KEPT, drawn_once
from charts.small_line import small_line
from charts.stage_bars import stage_bars
from charts.stage_rows import stage_rows
from charts.theme import (
    ACCENT,
    BACKGROUNDS,
    NEUTRAL,
    PLATFORM_COLOURS,
    REGION_COLOURS,
    padded,
    plain,
)
from charts.trend_lines import trend_lines

CITIES = pd.DataFrame(
    {
        "city_code": ["440300", "440500"],
        "city_name": ["深圳", "汕头"],
        "region": ["珠三角", "粤东"],
        "rank": [1, 2],
        "tied": 1,
        "value": [12.5, 3.0],
        "decimals": [1, 0],
        "capped": [False, False],
        "source": ["a.xlsx｜地市!B4", "a.xlsx｜地市!B5"],
    }
)
TREND = pd.DataFrame(
    {
        "month": pd.to_datetime(["2022-07-01", "2022-08-01", "2022-09-01", "2022-10-01"]),
        "value": [1.0, 2.0, None, 4.0],
        "bound": [None, None, None, "above"],
        "origin": ["derived", "report", None, "public"],
        "origin_name": ["推算", "月报", None, "公开数据"],
        "source": ["x", "y", None, "z"],
        "member_name": "全省",
        "platform_name": "粤省事",
        "unit": "万",
        "decimals": 1,
        "kind": "average",
    }
)


def test_cities_keep_the_order_of_the_frame_and_the_colour_of_their_region():
    bars = bars_of(CITIES, "value", "万", 1, False, {"440300": "/city?city=440300"})
    assert [(b.name, b.value, b.colour, b.href) for b in bars] == [
        ("深圳", 12.5, REGION_COLOURS["珠三角"], "/city?city=440300"),
        ("汕头", 3.0, REGION_COLOURS["粤东"], ""),
    ]
    assert [b.text for b in bars] == ["12.5", "3"]  # no digit that its cell does not print


def test_cities_that_tie_are_one_bar_from_the_fourth_on():
    """Cities of one rank, of one region and of several; three are three bars."""
    frame = pd.DataFrame(
        {
            "city_code": list("abcdefgh"),
            "city_name": list("甲乙丙丁戊己庚辛"),
            "region": ["粤北"] * 4 + ["粤东"] * 4,
            "rank": [1] * 5 + [6] * 3,
            "tied": [5] * 5 + [3] * 3,
            "value": [100.0] * 5 + [99.0] * 3,
            "decimals": 0,
            "capped": [True] * 5 + [False] * 3,
            "source": "a.xlsx｜地市!B4",
        }
    )
    tie, *others = bars_of(frame, "value", "%", 0, True, {})
    assert (tie.name, tie.text, tie.colour) == ("5 市并列", "100% 封顶", NEUTRAL)
    assert tie.said == ["5 市并列第 1 位", "100 %", "甲、乙、丙、丁、戊"]
    assert [b.name for b in others] == ["己", "庚", "辛"]
    assert bars_of(frame[:4], "value", "%", 0, True, {})[0].colour == REGION_COLOURS["粤北"]
    assert len(bars_of(frame, "value", "%", 0, False, {})) == 8


def test_a_line_breaks_at_a_gap_and_at_a_bound():
    line, marks = trend_lines(TREND).data
    assert line.connectgaps is False
    assert [None if pd.isna(v) else v for v in line.y] == [1.0, 2.0, None, None]
    assert list(marks.marker.symbol) == ["circle-open", "circle", "circle", "triangle-up-open"]
    assert [row[0] for row in marks.customdata][-1] == "公开数据（下限）"


def test_stages_show_count_and_share():
    frame = pd.DataFrame(
        {
            "stage_name": ["准备", "已取消"],
            "stage_code": ["preparation", "cancelled"],
            "count": [369, 38],
            "count_share_pct": [90.7, 9.3],
            "source": ["a", "b"],
        }
    )
    bars = stage_bars(frame, "count", "个", 0, ["/source?a=1", "/source?a=2"])
    assert [(b.name, b.value, b.text) for b in bars] == [
        ("准备", 369, "369（90.7%）"),
        ("已取消", 38, "38（9.3%）"),
    ]
    assert [(b.colour, b.said, b.href) for b in bars] == [
        (ACCENT, ["准备", "369 个", "a"], "/source?a=1"),
        (NEUTRAL, ["已取消", "38 个", "b"], "/source?a=2"),
    ]


def test_steps_between_stages_are_named_and_marked_as_inferred():
    frame = pd.DataFrame(
        {
            "stage_name": ["准备", "采购"],
            "inflow": [107, 30],
            "inflow_terms": ["77+30", "30"],
            "source": ["a", "b"],
        }
    )
    bars = flow_bars(frame)
    assert [(b.name, b.value, b.text) for b in bars] == [
        ("新增 → 准备", 107, "107"),
        ("准备 → 采购", 30, "30"),
    ]
    assert bars[0].said == ["新增 → 准备　107 个（推断）", "= 各阶段变化之和：77+30", "a"]


def test_the_longest_name_and_text_have_their_room_beside_a_bar():
    bars = [Bar("验收 → 已完成验收", 9, "39", [], ACCENT), Bar("准备", 1, "1,024", [], ACCENT)]
    assert 'style="--name:9.6em;--beside:3.8em"' in bar_rows(bars, "流量")


def test_stages_of_the_overview_are_html_whose_names_are_text():
    frame = pd.DataFrame(
        {
            "stage_name": ["准备<b>", "已取消"],
            "stage_code": ["preparation", "cancelled"],
            "count": [369, 41],
            "count_share_pct": [90.0, 10.0],
            "source": ['a"b', "c"],
        }
    )
    html = stage_rows(frame)
    assert "准备&lt;b&gt;" in html
    assert 'title="a&quot;b"' in html
    assert [w for w in ("width:100.0%", "width:11.1%") if w in html] == [
        "width:100.0%",
        "width:11.1%",
    ]
    assert "41（10.0%）" in html and "href" not in html
    assert stage_rows(frame, ["/source?a=1&b=2", ""]).count('<a href="/source?a=1&amp;b=2"') == 1
    assert (html.count(ACCENT), html.count(NEUTRAL)) == (1, 1)


def test_a_small_history_joins_neighbouring_months_only():
    known = TREND.dropna(subset=["value"])
    svg = small_line(known, known["month"].max())
    assert svg.count("<line") == 1  # July to August; September is missing
    assert svg.count("<circle") == 3


def test_labels_at_line_ends_stand_apart_in_their_order_and_within_the_picture():
    assert spread([50, 52, 10], 16, 0, 100) == [50, 66, 10]
    assert spread([99, 98, 97], 16, 0, 100) == [100, 84, 68]
    assert spread([5.0] * 6, 30, 0, 100) == [0, 20, 40, 60, 80, 100]
    assert spread([], 16, 0, 100) == []


def test_lines_are_named_at_their_ends_in_the_pages_ink_and_apart():
    two = pd.concat([TREND, TREND.assign(member_name="深圳", value=TREND["value"] + 0.01)])
    chart = trend_lines(two)
    ends = [a for a in chart.layout.annotations if "●" in a.text]
    assert [a.text.split("</span> ")[1] for a in ends] == ["全省 ≥ 4.0", "深圳 ≥ 4.0"]
    assert all(a.font.color is None for a in ends)  # a series' colour has 3 : 1, the ink 4.5
    assert ends[1].yshift - ends[0].yshift >= 16


def test_a_short_history_has_its_year_before_it_not_behind():
    first, last = padded(pd.Series(pd.to_datetime(["2025-10-01", "2025-12-01"])))
    assert (f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}") == ("2024-11-11", "2025-12-21")


def test_a_target_is_a_dashed_line_over_its_year_and_in_sight():
    aims = pd.DataFrame(
        {
            "goal": [9.0],
            "plan_start": pd.to_datetime(["2022-01-01"]),
            "due_month": pd.to_datetime(["2022-12-01"]),
            "label": ["2022 年目标 > 9 万"],
        }
    )
    chart = trend_lines(TREND, targets=aims)
    [line] = [t for t in chart.data if t.line.dash == "dash"]
    assert (list(line.y), line.x[0].year, line.x[1].month) == ([9, 9], 2022, 12)
    assert "2022 年目标 &gt; 9 万" in [a.text for a in chart.layout.annotations]
    assert max(chart.layout.yaxis.tickvals) >= 9
    assert not [t for t in trend_lines(TREND).data if t.line.dash == "dash"]


def test_text_cannot_format_a_label():
    assert plain("<b>x</b> & y") == "&lt;b&gt;x&lt;/b&gt; &amp; y"


# colours


def _linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _contrast(a: str, b: str) -> float:
    lighter, darker = sorted(
        (sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), _linear(c))) for c in (a, b)),
        reverse=True,
    )
    return (lighter + 0.05) / (darker + 0.05)


# Machado, Oliveira and Fernandes 2009, severity 1.0
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _lab(colour: str, sight: str) -> tuple[float, float, float]:
    seen = [max(0.0, sum(w * p for w, p in zip(row, _linear(colour)))) for row in SIGHT[sight]]
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (
        sum(w * p for w, p in zip(row, seen)) / white
        for row, white in zip(matrix, (0.9505, 1.0, 1.089))
    )
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _difference(a: str, b: str, sight: str) -> float:
    return sum((p - q) ** 2 for p, q in zip(_lab(a, sight), _lab(b, sight))) ** 0.5


@pytest.mark.parametrize("background", BACKGROUNDS.values())
@pytest.mark.parametrize(
    "colour", sorted({*REGION_COLOURS.values(), *PLATFORM_COLOURS.values(), ACCENT, NEUTRAL})
)
def test_a_colour_stands_out_on_both_backgrounds(colour, background):
    assert _contrast(colour, background) >= 3


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(
    "colours", [REGION_COLOURS, PLATFORM_COLOURS], ids=["regions", "platforms"]
)
def test_colours_differ_for_every_eye(colours, sight):
    """A CIELAB distance of 12 is five times what the eye needs side by side."""
    assert (
        min(_difference(a, b, sight) for a, b in itertools.combinations(colours.values(), 2)) >= 12
    )


def test_a_drawing_is_made_once_for_the_same_content():
    made = []

    @drawn_once
    def draw(frame: pd.DataFrame, unit: str) -> list:
        made.append(unit)
        return [frame["value"].sum(), unit]

    first = draw(CITIES, "万")
    assert (
        draw(CITIES.copy(), "万") is first
    )  # another frame of the same content, as every script run gets it
    assert draw(CITIES, "亿") == [15.5, "亿"]
    assert draw(CITIES.assign(value=[12.5, 3.1]), "万") == [15.6, "万"]
    assert draw(CITIES.rename(columns={"source": "origin"}), "万") is not first
    assert made == ["万", "亿", "万", "万"]


def test_only_the_last_drawings_are_kept():
    draw = drawn_once(lambda number: [number])
    first = draw(0)
    assert draw(0) is first
    for number in range(1, KEPT + 1):
        draw(number)
    assert draw(0) is not first


def test_what_a_stock_grew_by_is_columns_with_the_last_month_dark():
    months = pd.date_range("2023-08-01", "2024-08-01", freq="MS")
    frame = pd.DataFrame({"month": months, "grown": range(1, 14), "value": range(101, 114)})
    frame = frame.assign(
        decimals=1, grown_decimals=1, grown_source="x", unit="万", platform_name="粤省事"
    )
    chart = growth_columns(frame, (months[0], months[-1]))
    (columns,) = chart.data
    assert list(columns.y) == list(range(1, 14))
    assert list(columns.marker.color) == ["rgba(42, 122, 192, 0.45)"] * 12 + ["#2A7AC0"]
    assert list(columns.marker.line.width) == [2] + [0] * 12  # the same month a year before
    assert columns.customdata[-1][:2] == ["13.0 万", "113.0 万"]
    assert chart.layout.annotations[0].text == "逐月新增，单位：万"  # its title tells the level


def test_a_figure_is_made_ready_to_send_once_and_a_changed_copy_is_sent_as_changed():
    frame = CITIES.rename(columns={"city_code": "area_code", "city_name": "area_name"})
    frame = frame.assign(parent_name="全省", value=[1.0, 2.0], decimals=1)
    drawn = area_bars(frame, "value", "万", 1)
    assert drawn.to_dict() is drawn.to_dict()
    changed = copy.deepcopy(drawn)
    changed.data[0].text = ["2", "3"]
    assert changed.to_dict()["data"][0]["text"] == ["2", "3"]
    assert drawn.to_dict()["data"][0]["text"] == ["1.0", "2.0"]
