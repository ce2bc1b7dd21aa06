"""A clerk with a workbook: good, wrong, revised, taken back; two of them at once."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.area_workbooks import TOWN, TOWNS, changed, small_catalog
from tests.area_workbooks import workbook as areas_workbook
from tests.browser.conftest import Visit
from tests.conftest import RAW, edited
from tests.server import Server

PLATFORM, PROJECT, CITY = "平台推广应用", "信息化项目", "地市推广应用"


@pytest.fixture(scope="module")
def running(browser, place, tmp_path_factory):
    """One server for all clerks: starting one costs more than a whole visit."""
    one = Server(place("file"), KPI_STATE=str(tmp_path_factory.mktemp("state")))
    yield one
    one.stop()


@pytest.fixture
def server(browser, kind, request, new_warehouse):
    """Its warehouse is not there yet."""
    if kind == "file":
        one = request.getfixturevalue("running")
        for file in one.warehouse.folder.iterdir():
            file.unlink()
        yield one
    else:
        one = Server(new_warehouse)
        yield one
        one.stop()


@pytest.fixture
def clerk(browser, server, reader):
    """open(path) on a server whose warehouse is still empty."""
    visits = []

    def open_page(path: str = "/upload") -> Visit:
        visits.append(Visit(browser, server, context=reader))
        return visits[-1].open(path)

    yield open_page
    for visit in visits:
        assert visit.errors == []
        visit.leave()


def choose(visit: Visit, data: bytes, name: str) -> None:
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    visit.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(
        {"name": name, "mimeType": mime, "buffer": data}
    )
    expect(
        visit.page.get_by_test_id("stFileChipName").and_(visit.page.get_by_title(name, exact=True))
    ).to_be_visible()
    visit.settle()
    checked = re.compile("个数值|文件无法读取")  # what cannot be read has nothing to count
    expect(visit.page.get_by_text(checked).first).to_be_visible()


def fill(visit: Visit, label: str, text: str) -> None:
    field = visit.page.get_by_label(label, exact=True).first
    field.fill(text)
    field.press("Tab")
    visit.settle()


def publish(visit: Visit, name: str = "张三") -> None:
    fill(visit, "操作人", name)
    visit.page.get_by_role("button", name="确认入库").click()


def test_a_good_month_is_published_and_the_button_is_gone(clerk, august):
    visit = clerk()
    choose(visit, august, "2022年8月.xlsx")
    visit.says("可以入库")
    visit.says("269 个数值")
    publish(visit)
    visit.says("已入库，记为第 1 次入库")
    expect(visit.page.get_by_role("button", name="确认入库")).to_have_count(0)
    clerk("/").says("17,432.2 万")


def test_counties_and_towns_are_published_and_seen(browser, new_warehouse, tmp_path):
    small_catalog(tmp_path / "catalog")
    server = Server(new_warehouse, KPI_CATALOG=str(tmp_path / "catalog"))
    visit = Visit(browser, server).open("/upload")
    choose(visit, areas_workbook(towns=changed(TOWNS, 1, 2, "岭南镇")), "错.xlsx")
    visit.says(f"{TOWN}!C5")
    visit.says("是否为“岭南街道”？")
    choose(visit, areas_workbook(), "县区镇街.xlsx")
    visit.says("识别到县区推广应用 2 行、镇街推广应用 5 行")
    publish(visit)
    visit.says("已入库，记为第 1 次入库")
    visit.open(visit.page.get_by_role("link", name="看县区镇街").get_attribute("href"))
    visit.says("第 1 位 荔湾区（95.4 万）")
    assert visit.errors == []
    visit.context.close()
    server.stop()


def test_three_mistakes_are_named_and_marked_in_a_copy(clerk, august):
    visit = clerk()
    choose(
        visit,
        edited(august, {f"{CITY}!B5": "深训", f"{PLATFORM}!C4": "一亿", f"{PROJECT}!E9": "1"}),
        "错.xlsx",
    )
    for place in (f"{CITY}!B5", f"{PLATFORM}!C4", f"{PROJECT}!E9"):
        visit.says(place)
    visit.says("是否为“深圳”？")
    expect(visit.page.get_by_role("button", name="确认入库")).to_have_count(0)
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="下载标注副本").click()
    assert download.value.suggested_filename == "错-标注.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert "深训" in book[CITY]["B5"].comment.text


def test_a_revision_needs_a_reason_and_can_be_taken_back(clerk, august):
    visit = clerk()
    choose(visit, august, "2022-08.xlsx")
    publish(visit)
    visit.says("第 1 次入库")
    visit = clerk()
    choose(visit, edited(august, {f"{PLATFORM}!C4": "17432.9"}), "更正.xlsx")
    visit.says("与现行数据的差异")
    fill(visit, "操作人", "李四")
    visit.page.get_by_role("button", name="确认入库").click()
    visit.says("还有 1 处需要写明原因")
    fill(visit, "原因", "来源单位更正了累计数")
    visit.page.get_by_role("button", name="确认入库").click()
    visit.says("第 2 次入库")
    clerk("/").says("17,432.9 万")

    history = clerk("/history")
    history.says("来源单位更正了累计数")
    history.page.get_by_text("撤回第 2 次入库").click()
    fill(history, "操作人", "王五")
    fill(history, "撤回原因", "更正文件取错了，退回原数")
    history.page.get_by_role("button", name="撤回这次入库").click()
    history.says("已撤回第 2 次入库，记为第 3 次入库")
    clerk("/").says("17,432.2 万")
    earlier = clerk("/?known=2")
    earlier.says("正在看第 2 次入库后的数据")
    earlier.says("17,432.9 万")


def test_the_second_of_two_people_is_told(clerk, august):
    first, second = clerk(), clerk()
    choose(first, august, "甲.xlsx")
    choose(second, edited(august, {f"{PLATFORM}!C4": "17432.9"}), "乙.xlsx")
    publish(first, "甲")
    first.says("第 1 次入库")
    publish(second, "乙")
    second.says("您预览后，甲 已于")
    second.says("本次没有入库")
    second.page.get_by_role("button", name="重新核对").click()
    second.says("请填写更正原因")


def test_a_double_click_is_one_load(clerk, august):
    visit = clerk()
    choose(visit, august, "2022-08.xlsx")
    fill(visit, "操作人", "张三")
    visit.page.get_by_role("button", name="确认入库").dblclick()
    visit.says("记为第 1 次入库")
    history = clerk("/history")
    history.page.get_by_test_id("stMain").get_by_test_id("stSelectbox").first.click()
    expect(history.page.get_by_role("option")).to_have_text(["第 1 次入库"])


def test_a_second_click_while_the_first_works_is_told_what_that_did(clerk, server, kind, august):
    """Its run begins beside the first, whose end Streamlit throws away."""
    if kind != "file":
        pytest.skip("the lock of a file is held")
    visit = clerk()
    choose(visit, august, "2022-08.xlsx")
    fill(visit, "操作人", "张三")
    visit.settle()
    confirm = visit.page.get_by_role("button", name="确认入库")
    with server.warehouse._next():
        confirm.click()
        visit.page.wait_for_timeout(700)
        confirm.click()
        visit.page.wait_for_timeout(300)
    visit.says("已入库，记为第 1 次入库")


@pytest.mark.parametrize("data", [b"", b"hello", b"<html></html>"], ids=["empty", "text", "html"])
def test_what_is_no_workbook_gets_a_sentence(clerk, data):
    visit = clerk()
    choose(visit, data, "月报.xlsx")
    visit.says("不能入库：文件无法读取")


def test_the_template_and_the_original_come_back(clerk, august):
    visit = clerk()
    choose(visit, august, "2022-08.xlsx")
    publish(visit)
    visit.says("第 1 次入库")
    visit = clerk()
    with visit.page.expect_download() as template:
        visit.page.get_by_role("button", name="下载 2022-09 空白模板").click()
    assert (
        openpyxl.load_workbook(io.BytesIO(template.value.path().read_bytes()))[PLATFORM]["D3"].value
        == "9月新增"
    )
    history = clerk("/history")
    with history.page.expect_download() as original:
        history.page.get_by_role("button", name="下载原工作簿").click()
    assert original.value.path().read_bytes() == august
    with history.page.expect_download() as exported:
        history.page.get_by_role("button", name="导出官方表格").click()
    assert (
        openpyxl.load_workbook(io.BytesIO(exported.value.path().read_bytes()))[PLATFORM][
            "C10"
        ].value
        == 215
    )
    assert RAW.exists()


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (lambda route: route.abort(), "连接中断，请稍候重试"),
        (lambda route: route.fulfill(status=429), "上传太多，请稍后再试"),
        (lambda route: route.fulfill(status=502), "服务没有收下（502），请重试"),
    ],
    ids=["cut", "too much", "refused"],
)
def test_a_file_that_does_not_arrive_says_why_and_can_be_given_again(clerk, august, cut, said):
    visit = clerk()
    visit.page.route("**/_stcore/upload_file/**", cut)
    chooser = visit.page.locator("[data-testid=stFileUploader] input[type=file]")
    chooser.set_input_files({"name": "没到.xlsx", "mimeType": "", "buffer": august})
    expect(visit.page.get_by_role("alert").filter(has_text=said)).to_be_in_viewport()
    visit.page.unroute("**/_stcore/upload_file/**")
    choose(visit, august, "8.xlsx")


def test_a_workbook_that_a_server_took_along_is_asked_for_again(browser, place, august):
    secret = {"STREAMLIT_SERVER_COOKIE_SECRET": "the same for all replicas"}
    first = Server(place("file"), **secret)
    visit = Visit(browser, first).open("/upload")
    choose(visit, august, "8.xlsx")
    first.process.kill()
    first.stop()
    second = Server(first.warehouse, first.port, **secret)
    visit.says("刚才的工作簿和写过的说明没有保留，请重新选择文件")
    choose(visit, august, "还是8.xlsx")
    visit.says("可以入库")
    assert "没有保留" not in visit.text()
    visit.context.close()
    second.stop()


def test_a_file_that_is_no_workbook_is_told_with_what_to_do(clerk):
    """The frontend took .xlsx only: it showed a red sign, and an English tooltip to a mouse."""
    visit = clerk()
    chooser = visit.page.locator("[data-testid=stFileUploader] input[type=file]")
    chooser.set_input_files({"name": "月报.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    visit.says("不能入库：文件无法读取")
    visit.says("另存为")
    large = {"name": "大.xlsx", "mimeType": "application/zip", "buffer": bytes(6 << 20)}
    chooser.set_input_files(large)
    expect(visit.page.get_by_role("alert").filter(has_text="文件超过 5 MB")).to_be_in_viewport()
    assert "没有上传：" in visit.text()
