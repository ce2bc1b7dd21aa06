"""The wall's page as the server writes it: what it says, when it changes, what it refuses."""

import html
import re

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from paper import attention
from screen import address
from screen.address import ROUTES
from screen.parts import in_one_line
from tests.conftest import AUGUST, RAW, run
from warehouse import queries
from words.names import SIMULATED_SENTENCE

WALL = TestClient(Starlette(routes=ROUTES))


def slides(text: str) -> dict[str, str]:
    """Slide → its text, without marks."""
    parts = re.findall(r'<section class="slide[^>]* id="([^"]+)"[^>]*>(.*?)</section>', text, re.S)
    return {code: html.unescape(re.sub(r"<[^>]+>", " ", body)) for code, body in parts}


def test_one_month_at_a_glance_then_platforms_cities_targets_and_projects(real):
    answer = WALL.get("/screen")
    shown = slides(answer.text)
    assert next(iter(shown)) == "overview" and list(shown)[-2:] == ["targets-0", "projects"]
    assert sum(c.startswith("platforms") for c in shown) == 3
    assert sum(c.startswith("cities") for c in shown) == 8
    assert "17,432.2 万 环比 ▲ 1.69%（推算）" in " ".join(shown["overview"].split())
    assert "更新的月份：2023-07" in shown["overview"] and "未入库：2022-09。" in shown["overview"]
    assert "2022 年 8 月" in answer.text and "2022年第8期" in answer.text
    assert shown["cities-city_business_coverage"].count("100.00% 封顶") == 14
    assert "共 1,793 个（本月 +107），批复金额 159.48 亿元" in shown["projects"]
    assert "70.6%" in shown["targets-0"] and "暂无对应数据" in shown["targets-0"]
    assert "模拟数据" not in answer.text and "<nav" not in answer.text and "<a " not in answer.text


def test_a_partial_month_says_so_and_was_published_not_issued(real):
    head = WALL.get("/screen?month=2023-07").text.partition("<main>")[0]
    assert "<b>2023 年 7 月（部分数据）</b><span>2023-08-31 发布</span>" in head


def test_a_move_and_its_unit_stay_in_one_line():
    worse = pd.DataFrame([{"kind": "worse", "name": "办理<量>", "value": -0.35, "unit": "百分点"}])
    assert attention.lines(worse) == ["变差：办理<量> ▼ 0.35 百分点。"]
    assert attention.lines(worse, 4, html.escape, in_one_line) == [
        "变差：办理&lt;量&gt; <nobr>▼ 0.35 百分点</nobr>。"
    ]


def test_every_platform_figure_of_the_month_is_on_a_slide(real):
    text = " ".join(slides(WALL.get("/screen").text).values())
    names = queries.overview.platform_table(AUGUST)["indicator_name"]
    assert len(names) == 40 and all(name in text for name in names)


def test_made_up_figures_and_silent_cities_are_named(simulated_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    assert SIMULATED_SENTENCE in WALL.get("/screen").text
    shown = slides(WALL.get("/screen?month=2024-07").text)
    told = [code for code, text in shown.items() if "没有上报、不排名：云浮" in text]
    assert told and all("未报" in shown[code] for code in told)


def test_a_publication_changes_the_tag_and_nothing_else_does(new_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(new_warehouse))
    assert "数据仓库还是空的" in WALL.get("/screen").text
    empty = WALL.head("/screen").headers["etag"]
    assert run(["load", str(RAW / "2022-08.xlsx")], new_warehouse, monkeypatch) == 0
    full = WALL.head("/screen")
    assert full.headers["etag"] != empty and full.content == b""
    assert WALL.get("/screen").headers["etag"] == full.headers["etag"]
    assert WALL.head("/screen?month=2022-08").headers["etag"] != full.headers["etag"]


@pytest.mark.parametrize("month", ["1999-01", "<script>alert(1)</script>", "x" * 5000])
def test_an_unknown_month_is_a_sentence_and_no_markup(real, month):
    answer = WALL.get("/screen", params={"month": month})
    assert "的月报。已入库的月份：2023-07、2022-08。" in answer.text
    assert "alert(1)" not in answer.text and len(answer.content) < 20_000


def test_months_that_are_none_do_not_push_the_kept_page_out(real):
    WALL.get("/screen")
    made = address._page.cache_info().misses
    for number in range(8):
        WALL.get(f"/screen?month=x{number}")
    WALL.get("/screen")
    assert address._page.cache_info().misses == made


def test_a_warehouse_that_does_not_open_is_told_and_asked_again(tmp_path, monkeypatch):
    (tmp_path / "broken.duckdb").write_bytes(b"not a warehouse")
    monkeypatch.setenv("KPI_WAREHOUSE", str(tmp_path / "broken.duckdb"))
    answer = WALL.get("/screen")
    assert (
        answer.status_code == 503 and "/screen.js?" in answer.text and 'class="only"' in answer.text
    )
