"""An open page whose replica dies goes on at another one, without a reload."""

import json

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.conftest import served_by


def test_an_open_page_goes_on_after_its_replica_died(browser, cluster):
    visit = Visit(browser, cluster).open("/download?months=2022-08")
    (home,) = set(served_by(cluster, "/_stcore/host-config"))  # as its websocket, by the cookie
    cluster.replicas[cluster.ports.index(int(home.rsplit(":", 1)[1]))].kill()
    app = visit.page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    visit.settle()
    visit.says("共 265 个数值")
    with visit.page.expect_download() as download:  # made by a server that never saw the page
        visit.page.get_by_role("button", name="下载 JSON").first.click()
    assert len(json.loads(download.value.path().read_bytes())) == 265
    visit.page.get_by_test_id("stSidebarNavLink").filter(has_text="地市排名").click()
    expect(visit.page.get_by_test_id("stHeading").first).to_contain_text("地市排名")
    visit.says("省直/未分配 588.9 万")
    visit.context.close()
