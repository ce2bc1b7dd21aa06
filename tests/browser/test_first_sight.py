"""总览 before the frontend is there: it stands in the index page, in its place to the pixel."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

# What is to be read and to be clicked, with its place.
PLACES = """root => Object.fromEntries([...document.querySelector(root).querySelectorAll(
    "h1, .figures, .card, .card h2, .card strong, .card td, .matter a, .note")].map((e, n) => {
        const {x, y, width, height} = e.getBoundingClientRect()
        return [`${n} ${e.localName} ${e.textContent.slice(0, 9)}`, [x, y, width, height]]
    }))"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_moves_when_the_page_takes_its_place(browser, server, width, scheme):
    early = Visit(browser, server, width, scheme, java_script_enabled=False)
    early.page.goto(server.address)
    before = early.page.evaluate(PLACES, "#first-sight")
    visit = Visit(browser, server, width, scheme).open("/")
    after = visit.page.evaluate(PLACES, "[data-testid=stMain]")
    assert len(before) > 100
    assert before.keys() == after.keys()
    moved = {n: (p, after[n]) for n, p in before.items() if p != pytest.approx(after[n], abs=1)}
    assert moved == {}
    early.context.close()
    visit.context.close()


@pytest.fixture
def waiting(browser, server):
    """总览 in a browser that waits for the frontend's scripts, and what lets them through."""
    visit, held = Visit(browser, server), []

    def hold(route) -> None:
        held.append(route)

    visit.page.route(re.compile("/static/js/"), hold)
    visit.page.goto(server.address, wait_until="commit")
    expect(visit.page.locator("#first-sight")).to_be_visible()

    def let_through() -> None:
        for route in held:
            route.continue_()
        visit.page.unroute_all()

    yield visit, let_through
    visit.context.close()


def test_it_is_read_before_any_script_of_the_frontend(waiting):
    visit, let_through = waiting
    seen = visit.page.evaluate("() => textSeen(document.body)")
    assert "17,432.2 万" in seen
    assert "正在打开" not in seen
    visit.page.locator("#first-sight").evaluate("sight => sight.scrollTo(0, 300)")
    let_through()
    visit.settle()
    assert visit.page.locator("#first-sight").count() == 0
    assert visit.page.get_by_test_id("stMain").evaluate("main => main.scrollTop") == 300
    assert visit.errors == []


def test_its_links_lead_where_they_say_at_once(waiting):
    visit, _ = waiting
    link = visit.page.locator("#first-sight").get_by_role("link", name="实名注册用户数").first
    visit.page.unroute_all()
    link.click(no_wait_after=True)
    visit.page.wait_for_url("**/trends?indicators=citizen_registered_users&*", wait_until="commit")
    visit.settle()
    assert visit.heading() == "趋势"
