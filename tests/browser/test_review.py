"""复核 in real Chromium with real sign-in: prepare, return, mend, sign, seal, change with a
reason; who lost the role between opening and clicking signs nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_signin import Site
from tests.browser.test_upload import choose, fill
from tests.conftest import edited

CELL = "平台推广应用!C4"
PEOPLE = 'lisi = "reviewer"\n'
FIGURE = "/source?month=2022-08&indicator=citizen_registered_users"
WHY = "来源单位更正了累计数"


@pytest.fixture
def site(browser, provider, tmp_path, copied, monkeypatch):
    monkeypatch.setenv("KPI_REVIEW", "yes")
    one = Site(browser, provider, tmp_path / "site", copied("real"))
    one.people(PEOPLE)
    yield one
    for visit in one.visits:
        visit.context.close()
    one.server.stop()


def click(visit, label: str) -> None:
    visit.settle()
    visit.page.get_by_role("button", name=label, exact=True).click()


def submit(visit, data: bytes) -> None:
    visit.open("/upload")
    choose(visit, data, "更正.xlsx")
    fill(visit, "原因", WHY)
    click(visit, "提交复核")
    visit.says("已提交复核：草稿")


def test_the_whole_way_of_an_office(site, august):
    clerk = site.sign_in("zhangsan", "/upload")
    clerk.says("怎样上传")  # signed in, before another address is opened
    submit(clerk, edited(august, {CELL: "17432.8"}))
    clerk.open("/review")
    clerk.says("本人提交的草稿由他人复核")
    expect(clerk.page.get_by_role("button", name="签发入库")).to_have_count(0)
    reviewer = site.sign_in("lisi", "/review")
    reviewer.says("与现行数据的差异")
    fill(reviewer, "退回的话", "累计数应为 17432.9")
    reviewer.page.get_by_label("退回的话").press(
        "Enter"
    )  # presses no button, least of all 签发入库
    click(reviewer, "退回")
    reviewer.says("草稿 1 已退回")
    for path in ("/review?draft=1", "/upload"):
        clerk.open(path)
        clerk.says("累计数应为 17432.9")

    submit(clerk, edited(august, {CELL: "17432.9"}))
    reviewer.open("/review?draft=2")
    expect(reviewer.page.get_by_role("button", name="签发入库")).to_be_visible()
    site.people('lisi = "editor"')
    click(reviewer, "签发入库")
    reviewer.says("签发和退回由复核人办理")
    site.people(PEOPLE)
    reviewer.open("/review?draft=2")
    click(reviewer, "签发入库")
    reviewer.says("草稿 2 已签发，记为第 4 次入库")

    reviewer.open("/history?load=4")
    reviewer.says("复核 李四（lisi）")
    reviewer.page.get_by_text("封账或解封").click()
    click(reviewer, "封账")
    reviewer.says("2022-08 已封账")
    reviewer.says("现行，已封账")

    clerk.open(FIGURE)
    fill(clerk, "更正为", "17433.9")
    fill(clerk, "更正原因", WHY)
    click(clerk, "核对更正")
    click(clerk, "提交复核")
    clerk.says("已提交复核：草稿")
    reviewer.open("/review?draft=3")
    click(reviewer, "签发入库")
    reviewer.says("该月已封账，须由管理员写明更改的理由")
    admin = site.sign_in("wangwu", "/review?draft=3")
    fill(admin, "更改封账月份的理由", "省里来函要求更正")
    click(admin, "签发入库")
    admin.says("草稿 3 已签发，记为第 5 次入库")
    done = [(action, account) for action, outcome, account in site.trail() if outcome != "refused"]
    assert [line for line in done if line[0] not in ("sign-in", "request")] == [
        ("draft", "zhangsan"),
        ("return", "lisi"),
        ("draft", "zhangsan"),
        ("sign", "lisi"),
        ("seal", "lisi"),
        ("draft", "zhangsan"),
        ("sign", "wangwu"),
    ]
