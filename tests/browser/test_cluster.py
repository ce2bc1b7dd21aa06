"""An open page whose replica dies goes on at another one, without a reload."""

import json

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.conftest import served_by


def home(cluster) -> int:
    """The replica of the page that was opened last: its websocket goes there too, by the cookie."""
    return cluster.ports.index(int(served_by(cluster, "/_stcore/host-config")[-1].rsplit(":")[-1]))


# In the moment in which the page, back at another replica, asks to be run again.
_BUTTONS = ".stDownloadButton [data-testid^=stBaseButton]"
_CLICK_ALL = f"""addEventListener('keydown', (key) => {{
    if (key.code === 'KeyR') document.querySelectorAll('{_BUTTONS}').forEach((b) => b.click());
}}, true)"""


def test_a_file_asked_for_while_the_page_comes_back_is_refused_and_its_button_lives(
    browser, cluster
):
    """It stood disabled for 180 s where the answer was lost (tests/test_answers.py)."""
    visit = Visit(browser, cluster)
    visit.page.add_init_script(_CLICK_ALL)
    visit.open("/download?months=2022-08")
    number = home(cluster)
    cluster.replicas[number].kill()
    refused = visit.page.get_by_test_id("stDownloadButtonError")
    expect(refused).to_have_text(["文件没有生成，请重试"] * 8)
    expect(visit.page.locator(f"{_BUTTONS}:disabled")).to_have_count(0)
    visit.settle()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="下载 JSON").first.click()
    assert len(json.loads(download.value.path().read_bytes())) == 265
    visit.context.close()
    cluster.restart(number)


def test_an_open_page_goes_on_after_its_replica_died(browser, cluster):
    visit = Visit(browser, cluster).open("/download?months=2022-08")
    cluster.replicas[home(cluster)].kill()
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
