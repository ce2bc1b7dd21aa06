"""What a visit may cost: bytes and messages, which are the same on every machine."""

import pytest

from bench.traffic import Traffic
from server import frontend
from tests.browser.conftest import Visit

MOST = {"/": 1_300_000, "/cities": 1_300_000, "/trends": 1_400_000, "/areas": 4_000_000}
# over the websocket: a block of HTML is one, where a dozen small elements and their frames were 60
MESSAGES = {"/": 27, "/cities": 40, "/trends": 26}


@pytest.mark.parametrize("path", MOST)
def test_a_first_visit_is_small_and_asks_for_nothing_that_is_not_there(browser, server, path):
    visit = Visit(browser, server)
    traffic = Traffic(visit.page)
    visit.open(path)
    assert traffic.received <= MOST[path]
    assert traffic.messages <= MESSAGES.get(path, 120)
    assert set(traffic.answers.values()) <= {101, 200, 304}
    fonts = {a.rsplit("/", 1)[-1].partition("-")[0] for a in traffic.answers if "woff" in a}
    assert fonts == {"MaterialSymbols"}
    visit.context.close()


@pytest.mark.parametrize("path", ["/", "/cities", "/trends", "/upload"])
def test_what_draws_figures_is_fetched_while_the_reader_reads(browser, server, path):
    visit = Visit(browser, server)
    traffic = Traffic(visit.page)
    visit.open(path)
    chart = visit.server.address + frontend.chart_file().removeprefix(".")
    assert chart not in traffic.answers
    with visit.page.expect_response(chart):
        pass
    visit.context.close()


def test_a_choice_sends_what_depends_on_it(browser, server):
    visit = Visit(browser, server)
    traffic = Traffic(visit.page)
    visit.open("/cities")
    traffic.begin()
    box = visit.page.get_by_test_id("stMain").get_by_test_id("stSelectbox").filter(has_text="指标")
    box.locator("input").click()
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert 5 < traffic.messages <= 15
    assert traffic.message_bytes <= 90_000
    visit.context.close()
