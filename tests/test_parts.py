"""A choice that has parts of its page drawn anew: everything that shows it follows, and what a run
of the whole page asks is asked again."""

import pytest

from tests.conftest import RAW, run
from tests.tables_on_page import bars, tables, written
from tests.test_pages import show
from ui import person


@pytest.fixture
def cities(monkeypatch, new_warehouse):
    assert run(["load", str(RAW / "2022-08.xlsx")], new_warehouse, monkeypatch) == 0
    return show("cities", monkeypatch, new_warehouse)


def screen(app):
    return app.session_state["what the page shows"]


def test_bars_table_address_workbook_and_sheet_follow_a_choice(cities):
    cities.selectbox(key="indicator").set_value("city_business_entities").run()
    assert "**深圳**第 1 位（205.98 万）" in written(cities)
    assert bars(cities)[0]["深圳"] == tables(cities)[-1].set_index("地市").loc["深圳", "数值（万）"]
    assert cities.query_params["indicator"] == "city_business_entities"
    assert screen(cities).choices["指标"] == "粤商通 · 市场主体注册量"
    assert [t.title for t in screen(cities).tables] == ["区域合计", "位次表"]
    assert screen(cities).tables[1].columns["数值（万）"][0] == "205.98"
    assert "指标 粤商通 · 市场主体注册量" in cities.get("html")[-1].proto.body


def test_a_default_leaves_the_address(monkeypatch, real_warehouse):
    app = show("cities", monkeypatch, real_warehouse, indicator="city_business_entities")
    app.selectbox(key="indicator").set_value("city_citizen_users").run()
    assert not app.query_params


def test_another_kind_of_indicator_changes_the_blocks(cities):
    cities.selectbox(key="indicator").set_value("city_business_coverage").run()
    assert "scale" not in [b.key for b in cities.get("button_group")]
    assert "区域中位数" in written(cities)


def test_what_was_published_meanwhile_draws_the_whole_page(cities, new_warehouse, monkeypatch):
    assert run(["load", str(RAW / "2023-07.xlsx")], new_warehouse, monkeypatch) == 0
    cities.selectbox(key="indicator").set_value("city_business_entities").run()
    assert cities.selectbox(key="month").options == ["2023-07（部分）", "2022-08"]


def test_whoever_is_not_let_in_any_more_sees_nothing_new(cities, monkeypatch):
    monkeypatch.setattr(person, "person", lambda: None)
    cities.selectbox(key="indicator").set_value("city_business_entities").run()
    assert "登录已失效" in cities.warning[0].value
    assert "205.98" not in written(cities)
