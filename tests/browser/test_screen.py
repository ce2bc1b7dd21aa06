"""/screen on a wall: nothing cut at 1920 and 3840, it turns, follows what is published, outlives a
server that is away, and grows by nothing in days."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import new_context
from tests.conftest import RAW, run
from tests.server import Server

CUT = """() => {
  const main = document.querySelector("main").getBoundingClientRect(), out = [];
  for (const slide of document.querySelectorAll(".slide"))
    for (const e of slide.querySelectorAll("*")) {
      const box = e.getBoundingClientRect();
      if (box.bottom > main.bottom + 1 || box.right > main.right + 1 || box.left < main.left)
        out.push([slide.id, e.tagName, e.textContent.slice(0, 20)]);
    }
  return out;
}"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter((e) => e.textContent.trim() && !e.closest("svg"))
  .map((e) => parseFloat(getComputedStyle(e).fontSize))) / innerHeight"""


def opened(browser, address: str, width: int = 1920, clock: bool = False, **more) -> Page:
    size = {"width": width, "height": width * 9 // 16}
    page = new_context(browser, viewport=size, **more).new_page()
    if clock:
        page.clock.install()
    page.goto(address)
    return page


def shown(page: Page) -> str | None:
    return page.locator(".slide.on").get_attribute("id")


@pytest.mark.parametrize("width", [1920, 3840])
@pytest.mark.parametrize("month", ["", "?month=2023-07"])
def test_nothing_is_cut_and_everything_is_read_from_afar(browser, server, width, month):
    page = opened(browser, f"{server.address}/screen{month}", width)
    assert page.evaluate(CUT) == []
    assert page.evaluate(SMALLEST) >= 20 / 1080
    page.context.close()


def test_it_turns_by_itself_and_by_keys_and_space_holds_it(browser, server):
    page = opened(
        browser, f"{server.address}/screen?seconds=10", clock=True, reduced_motion="reduce"
    )
    assert shown(page) == "overview"
    assert page.locator(".slide.on").evaluate("e => getComputedStyle(e).transitionDuration") == "0s"
    page.clock.run_for(10_100)
    assert shown(page) == "platforms-0"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert shown(page) == "projects"
    page.keyboard.press(" ")
    expect(page.locator("#state")).to_contain_text("已暂停")
    page.clock.run_for(60_000)
    assert shown(page) == "projects"
    page.context.close()


def test_it_follows_a_publication_and_a_server_that_was_away(browser, new_warehouse, monkeypatch):
    assert run(["load", str(RAW / "2022-08.xlsx")], new_warehouse, monkeypatch) == 0
    server = Server(new_warehouse)
    page = opened(browser, f"{server.address}/screen", clock=True)
    page.evaluate("window.mark = 1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    expect(page.locator("footer")).to_contain_text("第 1 次")
    assert run(["load", str(RAW / "2023-07.xlsx")], new_warehouse, monkeypatch) == 0
    page.clock.run_for(21_000)
    expect(page.locator("footer")).to_contain_text("第 2 次")
    assert shown(page) == "platforms-0" and page.evaluate("window.mark") == 1
    server.stop()
    page.clock.run_for(21_000)
    expect(page.locator("#state")).to_have_text(re.compile("与服务器的连接中断，.+ 起未更新"))
    assert page.locator(".slide").count() == 14
    again = Server(new_warehouse, server.port)
    page.clock.run_for(21_000)
    expect(page.locator("#state")).not_to_contain_text("中断")
    again.stop()
    page.context.close()


def test_turning_for_long_leaves_nothing_behind(browser, server):
    """48 minutes of the page's clock (192 turns, 144 looks), an hour asleep and 40 whole pages
    taken in: as many nodes and listeners as before, the heap within a tenth."""
    page = opened(browser, f"{server.address}/screen", clock=True)
    page.route("**/screen", lambda route: route.fulfill(status=200, headers={"ETag": "same"}))
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def counted() -> tuple[int, int, float]:
        session.send("HeapProfiler.collectGarbage")
        held = session.send("Memory.getDOMCounters")
        said = session.send("Performance.getMetrics")["metrics"]
        heap = next(m["value"] for m in said if m["name"] == "JSHeapUsedSize")
        return held["nodes"], held["jsEventListeners"], heap

    take = "text => { for (let n = 0; n < 20; n++) take(text); }"
    whole = page.evaluate("() => document.documentElement.outerHTML")
    whole = re.sub("data-version='[^']*'|data-version=\"[^\"]*\"", 'data-version="same"', whole)
    page.evaluate(take, whole)
    page.clock.run_for(60_000)
    before = counted()
    page.clock.fast_forward(3_600_000)
    for _ in range(8):
        page.clock.run_for(360_000)
    page.evaluate(take, whole)
    after = counted()
    assert after[0] <= before[0] * 1.05 and after[1] <= before[1]
    assert after[2] <= before[2] * 1.1
    page.context.close()
