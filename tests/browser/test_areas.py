"""县区镇街 in a real browser: down 省 → 市 → 县 → 镇 by bar, row and name, up again, the choice
always in the address."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from catalog.labels import area_labels
from catalog.loader import PROVINCE
from tests.areas import few_areas
from tests.browser.conftest import Server, Visit


@pytest.fixture(scope="module")
def few_server(browser, shared, tmp_path_factory):
    running = Server(few_areas(shared, tmp_path_factory.mktemp("areas")))
    yield running
    running.stop()


def stands_at(visit: Visit, area: str, said: str) -> None:
    """The page shows this, the address names the area, and nothing is called unknown."""
    visit.says(said)
    visit.settle()
    named = re.search(r"[?&]area=([^&]*)", unquote(visit.page.url))
    assert area_labels()[named[1] if named else PROVINCE] == area
    assert "不存在" not in visit.text()


def test_down_to_a_town_and_up_again(browser, few_server):
    visit = Visit(browser, few_server).open("/areas?level=镇街&month=2022-08")
    page = visit.page
    page.get_by_test_id("stMain").get_by_role("radio", name="县区").click()
    stands_at(visit, "全省", "全省 3 个县区")
    bar = page.locator(".js-plotly-plot .bars .point").first.bounding_box()
    page.mouse.click(bar["x"] + 20, bar["y"] + bar["height"] / 2)
    stands_at(visit, "越秀区（广州）", "越秀区 2 个镇街")
    page.get_by_role("button", name="广州").click()
    stands_at(visit, "广州", "广州 3 个县区")
    page.get_by_role("region", name="位次表").get_by_role("link", name="越秀区").click()
    stands_at(visit, "越秀区（广州）", "越秀区 2 个镇街")
    page.get_by_role("button", name="洪桥街道").focus()
    page.keyboard.press("Enter")
    stands_at(visit, "洪桥街道（广州越秀区）", "越秀区 2 个镇街中第 2 位")
    page.reload()
    stands_at(visit, "洪桥街道（广州越秀区）", "越秀区 2 个镇街中第 2 位")
    page.get_by_role("button", name="广州").click()
    stands_at(visit, "广州", "广州 3 个县区")
    page.get_by_role("button", name="全省").click()
    stands_at(visit, "全省", "全省 3 个县区")
    visit.context.close()


def test_on_a_phone_a_code_in_the_link_and_a_name_typed(browser, few_server):
    visit = Visit(browser, few_server, width=390).open("/areas?area=440104")
    stands_at(visit, "越秀区（广州）", "越秀区 2 个镇街")
    sideways = visit.page.evaluate(
        "() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth"
    )
    assert sideways <= 0
    visit.page.get_by_role("combobox", name="地区").click()
    visit.page.keyboard.type("石碣")
    visit.page.get_by_role("option", name="石碣镇（东莞）").click()
    stands_at(visit, "石碣镇（东莞）", "东莞 2 个镇街中第 1 位")
    expect(visit.page.get_by_role("button", name="东莞")).to_be_visible()
    visit.context.close()
