"""By keyboard alone: menu, selectors, a table, a chart's link and the download; what has the focus
shows it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const text = e.innerText.length > 90 ? "" : e.innerText;  // what scrolls has all of its text
  const said = [e.getAttribute("aria-label"), text, e.getAttribute("title")];
  return {
    name: said.filter(Boolean).join(" ").trim(),
    body: e === document.body,
    shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tab_to(page: Page, name: str, most: int = 150, key: str = "Tab") -> list[dict]:
    """Every stop on the way to the one whose name holds `name`."""
    stops = []
    for _ in range(most):
        page.keyboard.press(key)
        stops.append(page.evaluate(FOCUSED))
        if name in stops[-1]["name"]:
            return stops
    raise AssertionError(f"{name} is not reached: {[s['name'] for s in stops]}")


def test_a_page_is_reached_asked_read_and_left_by_keyboard(browser, server):
    visit = Visit(browser, server).open("/")
    page = visit.page
    stops = tab_to(page, "趋势")
    page.keyboard.press("Enter")
    page.wait_for_url("**/trends*")
    visit.settle()

    stops += tab_to(page, "指标")
    page.keyboard.type("自助机")
    expect(page.get_by_text("选中全部 2 项")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("kiosk"))
    visit.settle()
    page.keyboard.press("Escape")

    stops += tab_to(page, "累计")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("measure=monthly"))
    visit.settle()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !location.search.includes('measure')")
    visit.settle()

    stops += tab_to(page, "各点数值与出处")
    table = page.get_by_role("region", name="各点数值与出处")
    before = table.evaluate("e => e.scrollTop")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(table).not_to_have_js_property("scrollTop", before)
    stops += tab_to(page, "数值")
    page.keyboard.press("Enter")
    expect(table.locator("th[aria-sort]")).to_have_count(1)

    stops += tab_to(page, "导出本页")
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    assert got.value.suggested_filename.endswith(".xlsx")
    hidden = [s["name"] for s in stops if not s["body"] and not (s["shown"] and s["inside"])]
    assert hidden == []
    visit.context.close()


def test_a_chart_leads_on_by_keyboard(browser, server):
    visit = Visit(browser, server).open(
        "/trends?indicators=business_services&indicators=citizen_services"
    )
    tab_to(visit.page, "2023 年目标")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("/targets.*plan=2023"))
    visit.context.close()
