"""Figures of ranks, tiles and regions: what is drawn is what the frame says, in any order of its
rows, for every eye."""

import base64
import itertools
import re
from collections import Counter
from html import unescape

import pandas as pd
import pytest

from catalog import catalog
from charts.bar_rows import bar_rows
from charts.city_columns import city_columns
from charts.city_lines import HEIGHT, city_lines
from charts.month_line import month_line
from charts.over_months import over_months
from charts.position_strip import places_of, position_strip
from charts.rank_bump import rank_bump
from charts.side_shares import side_rows, sides_of
from charts.theme import BACKGROUNDS, INKS, MARKS, NEUTRAL, SERIES_COLOURS
from charts.tile_grid import FIRST, LAST, ink_on, shade, tile_grid
from tests.test_charts import SIGHT, _contrast, _lab

PLACES = {"440100": ("广州", 2, 4), "440300": ("深圳", 3, 5), "445300": ("云浮", 3, 2)}
CITIES = pd.DataFrame(
    {
        "city_code": ["440100", "440300"],
        "rank": [1, 2],
        "tied": 1,
        "ranked": 2,
        "decimals": 1,
        "value": [9.0, 8.0],
        "source": ["a", "b"],
    }
)
HISTORY = pd.DataFrame(
    {
        "month": pd.to_datetime(["2022-07-01", "2022-08-01"] * 3),
        "city_code": ["440100"] * 2 + ["440300"] * 2 + ["445300"] * 2,
        "city_name": ["广州"] * 2 + ["深圳"] * 2 + ["云浮"] * 2,
        "rank": pd.array([1, 2, 2, 1, 3, None], dtype="Int64"),
        "ranked": [3, 2] * 3,
        "value": [1.0, 2, 3, 4, 5, None],
        "decimals": 1,
        "unit": "万",
        "source": "x",
    }
)


def test_every_city_has_a_square_and_no_two_share_one():
    squares = {(c.tile_row, c.tile_column) for c in catalog().cities}
    assert len(squares) == 21
    by_name = {c.name: c for c in catalog().cities}
    assert by_name["韶关"].tile_row < by_name["广州"].tile_row < by_name["珠海"].tile_row
    assert by_name["湛江"].tile_column < by_name["广州"].tile_column < by_name["汕头"].tile_column


def test_a_square_says_city_and_rank_and_a_silent_city_is_only_outlined():
    said = {"440100": "广州　第 1 位", "440300": "深圳　第 2 位"}
    drawn = tile_grid(CITIES, PLACES, said, {"440100": "/city?city=440100"}, "方位图", False)
    fills = [shade({"rank": rank, "ranked": 2}) for rank in (1, 2)]
    assert fills == ["#" + "".join(f"{c:02X}" for c in end) for end in (FIRST, LAST)]
    first, second, silent = re.findall(r"<(?:a|span) .*?</(?:a|span)>", drawn)
    assert first.startswith(
        '<a href="/city?city=440100" title="广州　第 1 位" style="grid-area:2/4'
    )
    assert f"background:{fills[0]}" in first and first.endswith("<b>广州</b>1</a>")
    assert f"background:{fills[1]}" in second and second.endswith("<b>深圳</b>2</span>")
    assert "background" not in silent and silent.endswith("云浮<br>未报</span>")
    scale = drawn.split('<p class="scale">')[1]
    assert scale.startswith("第 1 位") and scale.endswith("第 2 位</p>")
    colours = re.findall('background:(#[^"]+)', scale)
    assert [colours[0], colours[-1]] == fills  # the scale, and what its ends mean


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("rank", range(1, 22))
def test_the_text_of_a_square_can_be_read(rank, dark):
    fill = shade({"rank": rank, "ranked": 21}, dark)
    assert _contrast(fill, ink_on(fill)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("sight", SIGHT)
def test_a_better_rank_stands_out_more_from_the_page_for_every_eye(sight, dark):
    lightness = [_lab(shade({"rank": rank, "ranked": 21}, dark), sight)[0] for rank in range(1, 22)]
    steps = [b - a for a, b in itertools.pairwise(lightness)]
    assert all(step < -1.5 if dark else step > 1.5 for step in steps)


def test_ranks_over_months_break_where_a_city_is_silent():
    others, guangzhou = rank_bump(HISTORY, ["440100"]).data
    assert list(others.y) == [2, 1, None, 3, None, None]
    assert (list(guangzhou.y), guangzhou.name, guangzhou.marker.symbol) == (
        [1, 2],
        "广州",
        MARKS[0],
    )
    assert others.connectgaps is False


def test_the_page_draws_the_ranks_that_the_workbook_does():
    drawn = over_months(rank_bump(HISTORY, ["440100"], {"440100": "/city?city=440100"}), "位次")
    picture = base64.b64decode(re.search('base64,([^"]+)', drawn)[1]).decode()
    paths = re.findall('<path d="([^"]+)" stroke="(#[^"]+)" stroke-width="(.)"', picture)
    others, guangzhou = paths[-2:]
    assert others == ("M87.41 50.00L95.06 16.67M87.41 83.33", NEUTRAL, "1")  # 云浮 has one month
    assert guangzhou == ("M87.41 16.67L95.06 50.00", SERIES_COLOURS[0], "3")
    assert re.findall('left:([0-9.]+)%;top:([0-9.]+)%" data-said="([^"]+)"', drawn) == [
        ("87.4", "50.0", "深圳　2022-07　第 2 位\n3.0 万\nx"),
        ("95.1", "16.7", "深圳　2022-08　第 1 位\n4.0 万\nx"),
        ("87.4", "83.3", "云浮　2022-07　第 3 位\n5.0 万\nx"),
        ("87.4", "16.7", "广州　2022-07　第 1 位\n1.0 万\nx"),
        ("95.1", "50.0", "广州　2022-08　第 2 位\n2.0 万\nx"),
    ]
    assert '<a href="/city?city=440100">广州</a></span>' in drawn
    assert 'alt="位次；广州　2022-07　第 1 位 1.0 万，广州　2022-08　第 2 位 2.0 万"' in drawn


def test_every_highlighted_city_has_a_mark_of_its_own():
    assert len(set(MARKS)) == 5


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_rows_changes_no_figure(seed):
    assert (
        rank_bump(HISTORY.sample(frac=1, random_state=seed), ["440300"]).to_json()
        == rank_bump(HISTORY, ["440300"]).to_json()
    )
    said = dict.fromkeys(PLACES, "x")
    assert tile_grid(
        CITIES.sample(frac=1, random_state=seed), PLACES, said, {}, "x", False
    ) == tile_grid(CITIES, PLACES, said, {}, "x", False)


def test_a_city_stands_out_among_the_others():
    frame = pd.DataFrame(
        {
            "indicator_name": "覆盖率",
            "city_code": list(PLACES),
            "city_name": ["广州", "深圳", "云浮"],
            "position": [0, 50, 100],
            "rank": [3, 2, 1],
            "tied": 1,
            "source": "x",
        }
    )
    places = places_of(frame, ["440100", "445300"])
    assert {c: [(b.value, b.text) for b in bars] for c, bars in places.items()} == {
        "深圳": [(50, "第 2 位")],
        "云浮": [(100, "第 1 位")],
        "广州": [(0, "第 3 位")],  # above all
    }
    assert places["云浮"][0].said == ["云浮　覆盖率", "第 1 位，得分 100.0", "x"]
    html = position_strip(places, "广州各项指标的位置")
    marks = re.findall(
        '--size:([0-9]+)px;--full:([0-9.]+)"><i(?: class="([^"]*)")? style="([^;]*)', html
    )
    assert marks == [
        ("7", "0.45", "", "left:50.0%"),
        ("16", "1", "diamond-open left", "left:100.0%"),
        ("14", "1", "", "left:0.0%"),
    ]
    assert 'alt="广州各项指标的位置：覆盖率第 3 位"' in html
    assert re.findall("</i>([^<]+)</span>", html) == ["其他市", "广州", "云浮"]
    silent = places_of(frame.assign(position=[None, 50, 100]), ["440100", "445300"])
    assert list(silent) == ["深圳", "云浮"] and "云浮" in position_strip(silent, "位置")


def test_six_cities_share_one_axis_and_their_labels_do_not_touch():
    """One is silent in the last month, one missed a month: its line breaks."""
    months = pd.date_range("2022-01-01", periods=8, freq="MS")
    names = ["广州", "深圳", "珠海", "汕头", "佛山", "韶关"]
    frame = pd.concat(
        pd.DataFrame({"city_code": n, "city_name": n, "month": months, "value": 5 + i / 100.0})
        for i, n in enumerate(names)
    ).assign(decimals=2)
    gone = (frame["city_code"] == "韶关") & (frame["month"] == months[-1])
    missed = (frame["city_code"] == "佛山") & (frame["month"] == months[3])
    svg = city_lines(frame[~gone & ~missed], names, months[-1])
    labels = re.findall(r'y="([\d.]+)">([^<>\d]+) ([^<]+)</text>', svg)
    assert [(name, said) for _, name, said in labels] == [
        *zip(names[:5], ["5.00", "5.01", "5.02", "5.03", "5.04"], strict=True),
        ("韶关", "本月未报"),
    ]
    heights = sorted(float(y) for y, *_ in labels)
    assert min(b - a for a, b in itertools.pairwise(heights)) >= 16
    assert heights[0] >= 12 and heights[-1] <= HEIGHT - 16
    strokes = Counter(re.findall(r'<line [^>]*stroke="(#\w+)" stroke-width', svg))
    assert [strokes[c] for c in SERIES_COLOURS[:6]] == [7, 7, 7, 7, 5, 6]
    assert "font:13px" in svg


def test_what_grew_stands_on_zero_and_a_fall_hangs_below():
    months = pd.date_range("2023-07", periods=14, freq="MS")
    frame = pd.DataFrame({"month": months, "grown": [2.0] * 13 + [-1.0], "decimals": 1})
    svg = city_columns(frame.drop(index=3), months[-1])
    boxes = re.findall(r'<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', svg)
    (top, tall), (zero, short) = ([float(n) for n in boxes[i]] for i in (0, -1))
    assert len(boxes) == 13 and (zero, short) == (top + tall, pytest.approx(tall / 2, abs=0.1))
    assert re.findall(r">([^<>]+)</text>", svg) == [
        *("−1.0", "2.0", "0"),
        *("−1.0", "2023-07", "逐月增加", "2024-08"),
    ]
    assert svg.count('stroke-width="1.2"') == 1  # the same month of the year before


@pytest.mark.parametrize("theme", BACKGROUNDS)
def test_text_in_a_drawing_can_be_read(theme):
    assert _contrast(INKS[theme], BACKGROUNDS[theme]) >= 4.5


def test_shares_are_drawn_against_the_residents():
    frame = pd.DataFrame(
        {
            "indicator_name": ["注册用户数"],
            "unit": "万",
            "decimals": 1,
            "core_share": 67.5,
            "core_total": 11368.4,
            "core_source": "D4、D5",
            "rest_share": 32.5,
            "rest_total": 5474.9,
            "rest_source": "D7",
        }
    )
    sides = sides_of(frame, ["/balance?a=1&b=2"])
    assert {name: [(b.value, b.text) for b in bars] for name, bars in sides.items()} == {
        "珠三角": [(67.5, "67.5%")],
        "粤东西北": [(32.5, "32.5%")],
    }
    html = side_rows(sides, 61.94, "各占多少")
    assert '<li><a href="/balance?a=1&amp;b=2"><span>注册用户数</span>' in html
    parts = re.findall('<i title="([^"]*)" style="width:([^;]*);[^>]*>([^<]*)</i>', html)
    assert [(width, text) for _, width, text in parts] == [("67.5%", "67.5%"), ("32.5%", "32.5%")]
    said = ["注册用户数　珠三角 67.5%", "11,368.4 万", "D4、D5　相加"]
    assert unescape(parts[0][0]).split("\n") == said
    assert 'style="--share:0.6194"' in html and "▲ 常住人口 61.9%" in html


def test_a_small_change_does_not_look_like_a_fall():
    frame = pd.DataFrame(
        {
            "month": pd.to_datetime(["2022-07-01", "2022-08-01", "2022-09-01"]),
            "gap": [100.0, None, 99.0],
        }
    )
    chart = month_line(frame, "gap", "%", 1, pd.Series(["a", "", "b"]))
    low, high = chart.layout.yaxis.range
    assert high - low >= 10
    assert list(chart.data[0].y) == [100.0, None, 99.0]


def test_half_a_ranking_of_one_city_has_no_bars():
    assert bar_rows([], "覆盖率", most=54.01) == '<ol class="bars" aria-label="覆盖率"></ol>'
