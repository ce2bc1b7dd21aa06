"""An open page whose replica dies goes on at another one, without a reload."""

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.conftest import served_by


def test_an_open_page_goes_on_after_its_replica_died(browser, cluster):
    visit = Visit(browser, cluster).open("/projects?month=2022-08")
    (home,) = set(served_by(cluster, "/_stcore/host-config"))  # as its websocket, by the cookie
    cluster.replicas[cluster.ports.index(int(home.rsplit(":", 1)[1]))].kill()
    app = visit.page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    visit.settle()
    visit.page.get_by_test_id("stSidebarNavLink").filter(has_text="地市排名").click()
    expect(visit.page.get_by_test_id("stHeading").first).to_contain_text("地市排名")
    visit.says("省直/未分配 588.9 万")
    visit.context.close()
