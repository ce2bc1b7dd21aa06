"""What was chosen is never lost: links, the menu, Back, and an address that stays short."""

import re

from playwright.sync_api import expect

BUSINESS = "city_business_coverage"


def go(seen, title: str) -> None:
    seen.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
    expect(seen.page.get_by_test_id("stHeading").first).to_contain_text(title)
    seen.settle()


def choose(seen, label: str, option: str) -> None:
    seen.page.get_by_test_id("stMain").get_by_test_id("stSelectbox").filter(has_text=label).locator(
        "input"
    ).click()
    seen.page.get_by_role("option", name=option, exact=True).click()
    seen.settle()


def address(seen) -> str:
    seen.settle()
    return seen.page.evaluate("() => location.pathname + location.search")


def test_the_month_of_a_link_survives_the_menu_also_over_pages_without_months(visit):
    seen = visit("/?month=2023-07")
    seen.says("18,301.3 万")
    go(seen, "数据质量")
    assert address(seen) == "/quality?month=2023-07"
    go(seen, "趋势")
    assert address(seen) == "/trends"
    go(seen, "总览")
    assert address(seen) == "/?month=2023-07"
    seen.says("18,301.3 万")


def test_back_undoes_one_choice_and_forward_does_it_again(visit):
    seen = visit("/cities?month=2022-08")
    choose(seen, "指标", "粤商通 · 覆盖率")
    assert address(seen) == f"/cities?indicator={BUSINESS}"
    seen.page.get_by_test_id("stButtonGroup").get_by_text("官方顺序").click()
    assert address(seen) == f"/cities?indicator={BUSINESS}&order=official"
    seen.page.go_back()
    expect(seen.page).to_have_url(re.compile(f"indicator={BUSINESS}$"))
    seen.says("14 市并列")
    seen.page.go_back()
    expect(seen.page).to_have_url(re.compile("/cities$"))
    seen.settle()
    assert "14 市并列" not in seen.text()
    seen.page.go_forward()
    seen.says("14 市并列")
    assert address(seen) == f"/cities?indicator={BUSINESS}"


def test_back_over_a_page_takes_one_step(visit):
    seen = visit("/?month=2023-07")
    go(seen, "数据质量")
    go(seen, "趋势")
    seen.page.go_back()
    expect(seen.page.get_by_test_id("stHeading").first).to_have_text("数据质量")
    assert address(seen) == "/quality?month=2023-07"
    seen.page.go_back()
    expect(seen.page.get_by_test_id("stHeading").first).to_have_text("总览")
    assert address(seen) == "/?month=2023-07"


def test_a_fast_second_click_counts(visit):
    seen = visit("/cities")
    order = seen.page.get_by_test_id("stButtonGroup")
    order.get_by_text("官方顺序").click()
    order.get_by_text("按位次").click()
    order.get_by_text("官方顺序").click()
    assert address(seen) == "/cities?order=official"
    expect(order.get_by_role("radio", name="官方顺序")).to_be_checked()


def test_the_newest_load_as_a_point_in_time_is_the_newest(visit):
    assert "不是最新" in visit("/?known=1").text()
    newest = visit("/?known=3")
    assert "不是最新" not in newest.text()
    assert address(newest) == "/?known=3"


def test_a_warning_about_a_link_stands_above_the_row_of_pickers(visit):
    page = visit("/cities?indicator=gone&month=2022-08").page
    warning = page.get_by_test_id("stAlert").filter(has_text="链接里的指标").bounding_box()
    labels = page.get_by_test_id("stWidgetLabel")
    row = [labels.get_by_text(t, exact=True).bounding_box()["y"] for t in ("指标", "数值", "区域")]
    assert warning["y"] + warning["height"] <= min(row) and max(row) - min(row) < 8
    assert warning["width"] > 900
