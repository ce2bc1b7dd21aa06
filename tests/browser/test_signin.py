"""Sign-in with a real OpenID Connect provider in real Chromium: each role, what it may do, and how
a session ends."""

import json
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from access import trail
from deploy.cluster.ports import free_port
from tests.browser.conftest import Visit
from tests.browser.test_upload import choose, fill
from tests.server import Server

SECRET = "for-tests-only-0123456789abcdef0123456789"


class Site:
    """A dashboard behind the provider, with an access file and a state folder of its own."""

    def __init__(self, browser, provider, folder, warehouse):
        self.browser, self.provider, self.folder = browser, provider, folder
        folder.mkdir(exist_ok=True)
        port = free_port()
        self.file = folder / "access.toml"
        self.address = f"http://127.0.0.1:{port}"
        self.people("")
        around = {
            "KPI_ACCESS": str(self.file),
            "KPI_COOKIE_SECRET": SECRET,
            "KPI_CLIENT_SECRET": "s",
            "KPI_STATE": str(folder / "state"),
        }
        self.server = Server(warehouse, port, **around)
        self.visits = []

    def people(self, lines: str, hours: float = 10) -> None:
        """Change roles or hours by hand, as an administrator would while people are signed in."""
        access = self.provider.access(self.address, hours, lines)
        self.file.write_text(access, encoding="utf-8")

    def sign_in(self, account: str, path: str = "/") -> Visit:
        visit = Visit(self.browser, self.server)
        self.visits.append(visit)
        visit.page.goto(self.address + path)
        visit.page.get_by_role("link", name="登录").click()
        visit.page.locator("input[name=sub]").fill(account)
        visit.page.get_by_role("button", name="Authorize").click()
        return visit

    def status(
        self,
        path: str,
        cookies: dict[str, str] | None = None,
        method: str = "GET",
        data: bytes | None = None,
    ) -> int:
        """What a program with these cookies gets; a redirect is answered with its own status."""
        cookie = "; ".join(f"{n}={v}" for n, v in (cookies or {}).items())
        request = urllib.request.Request(
            self.address + path, data, {"Cookie": cookie} if cookie else {}, method=method
        )
        try:
            return urllib.request.build_opener(_Stay).open(request, timeout=10).status
        except urllib.error.HTTPError as error:
            return error.code

    def trail(self) -> list[tuple[str, str, str]]:
        lines = (self.folder / "state" / "audit.jsonl").read_text(encoding="utf-8").splitlines()
        return [
            (d["action"], d["outcome"].split(" ")[0], d["account"]) for d in map(json.loads, lines)
        ]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def cookies_of(visit: Visit) -> dict[str, str]:
    return {c["name"]: c["value"] for c in visit.context.cookies()}


@pytest.fixture(scope="module")
def running(browser, provider, tmp_path_factory, copied):
    one = Site(browser, provider, tmp_path_factory.mktemp("site"), copied("real"))
    yield one
    one.server.stop()


@pytest.fixture
def site(running):
    """One server for all tests here; each has its own visitors."""
    yield running
    for visit in running.visits:
        visit.context.close()
    running.visits.clear()
    running.people("")


def test_nobody_gets_further_than_the_sign_in_page(site):
    visit = Visit(site.browser, site.server)
    site.visits.append(visit)
    for path in ("/", "/upload", "/trends?month=2022-08"):
        visit.page.goto(site.address + path)
        expect(visit.page).to_have_url(site.address + "/signin")
        expect(visit.page.get_by_role("link", name="登录")).to_be_visible()
    assert not visit.page.evaluate("() => [...document.scripts].length")
    forged = {"_streamlit_user": "eyJzdWIiOiAid2FuZ3d1In0.aaaa.bbbb"}
    for cookies in ({}, forged):
        assert site.status("/trends", cookies) == 302
        assert site.status("/data/figures.csv", cookies) == 401
        assert site.status("/media/abc.csv", cookies) == 401
        assert site.status("/_stcore/host-config", cookies) == 401
        assert site.status("/_stcore/stream", cookies) == 401
        assert site.status("/_stcore/upload_file/a/b", cookies, "PUT", b"x") == 401
        assert site.status("/_stcore/upload_file/a/b", cookies, "DELETE") == 401
        assert site.status("/_stcore/metrics", cookies) == 404
        assert site.status("/_stcore/agent/openapi.json", cookies) == 404


def test_a_viewer_reads_and_cannot_write_by_any_way(site):
    visit = site.sign_in("lisi", "/cities?indicator=city_business_coverage&month=2022-08")
    expect(visit.page.get_by_test_id("stHeading").first).to_contain_text("地市排名")
    visit.settle()
    visit.says("14 市并列")
    assert "上传" not in " ".join(visit.menu())
    expect(visit.page.get_by_test_id("stSidebar")).to_contain_text("李四 · 查看")
    cookies = cookies_of(visit)
    session = next(c for c in visit.context.cookies() if c["name"] == "_streamlit_user")
    assert session["httpOnly"]
    assert session["sameSite"] == "Lax"
    assert session["expires"] - time.time() <= 10 * 3600
    assert site.status("/_stcore/upload_file/a/b", cookies, "PUT", b"x") == 403
    assert site.status("/_stcore/upload_file/a/b", cookies, "POST", b"x") == 403
    assert site.status("/_stcore/upload_file/a/b", cookies, "DELETE") == 403
    assert site.status("/_stcore/host-config", cookies) == 200
    visit.open("/history")
    visit.says("他人的入库由管理员撤回")
    expect(visit.page.get_by_role("button", name="撤回这次入库")).to_have_count(0)
    assert ("request", "refused", "lisi") in site.trail()


def test_an_editor_publishes_under_the_signed_in_name_and_takes_back_only_that(site, august):
    from tests.conftest import edited

    visit = site.sign_in("zhangsan", "/history?load=1")
    visit.says("他人的入库由管理员撤回")
    visit.open("/upload")
    choose(visit, edited(august, {"平台推广应用!C4": "17432.9"}), "更正.xlsx")
    visit.says("张三（zhangsan）")
    fill(visit, "原因", "来源单位更正了累计数")
    visit.page.get_by_role("button", name="确认入库").click()
    visit.says("已入库，记为第 4 次入库")
    visit.open("/history")
    visit.says("张三（zhangsan）")
    visit.page.locator("summary", has_text="撤回第 4 次入库").click()
    fill(visit, "撤回原因", "更正文件取错了，退回原数")
    visit.page.get_by_role("button", name="撤回这次入库").click()
    visit.says("已撤回第 4 次入库，记为第 5 次入库")
    done = site.trail()
    assert ("sign-in", "done", "zhangsan") in done
    assert ("upload", "load", "zhangsan") in done
    assert ("revert", "load", "zhangsan") in done


def test_an_admin_takes_back_what_somebody_else_published(site):
    visit = site.sign_in("wangwu", "/history")
    visit.page.locator("summary", has_text="撤回第").click()
    expect(visit.page.get_by_role("button", name="撤回这次入库")).to_be_visible(timeout=20_000)


def test_somebody_without_a_role_is_told_so_and_sees_nothing(site):
    visit = site.sign_in("zhaoliu")
    expect(visit.page.locator("body")).to_contain_text("您已登录，但没有查看本系统的权限")
    expect(visit.page.get_by_test_id("stMain")).to_have_count(0)
    assert site.status("/trends", cookies_of(visit)) == 302
    assert site.status("/data/x", cookies_of(visit)) == 401
    visit.page.get_by_role("link", name="退出登录").click()
    visit.page.goto(site.address)
    expect(visit.page.get_by_role("link", name="登录", exact=True)).to_be_visible()
    assert ("sign-in", "no", "") in site.trail()


def test_a_role_lost_in_mid_session_is_lost_at_the_next_click(site):
    visit = site.sign_in("zhangsan", "/upload")
    expect(visit.page.get_by_test_id("stFileUploader")).to_be_visible(timeout=20_000)
    site.people('zhangsan = "viewer"')
    assert site.status("/_stcore/upload_file/a/b", cookies_of(visit), "PUT", b"x") == 403
    visit.page.get_by_text("绿涨红跌").click()
    expect(visit.page.get_by_test_id("stFileUploader")).to_have_count(0)
    site.people('zhangsan = "none"')
    visit.page.get_by_test_id("stSidebarNavLink").filter(has_text="趋势").click()
    expect(visit.page).to_have_url(site.address + "/signin")
    assert site.status("/trends", cookies_of(visit)) == 302


def test_sign_out_ends_the_session_and_every_copy_of_its_cookie(site):
    visit = site.sign_in("lisi")
    expect(visit.page.get_by_test_id("stHeading").first).to_be_visible(timeout=20_000)
    visit.settle()
    other = visit.context.new_page()
    other.goto(site.address + "/trends")
    expect(other.get_by_test_id("stHeading").first).to_be_visible(timeout=20_000)
    copied = cookies_of(visit)
    assert site.status("/_stcore/host-config", copied) == 200
    visit.page.get_by_role("button", name="退出登录").click()
    expect(visit.page.get_by_role("button", name="End session")).to_be_visible(timeout=20_000)
    assert site.status("/_stcore/host-config", copied) == 401
    assert site.status("/data/figures.csv", copied) == 401
    other.get_by_text("绿涨红跌").click()
    expect(other).to_have_url(site.address + "/signin")
    assert ("sign-out", "done", "lisi") in site.trail()


def test_a_session_ends_after_its_time(site):
    visit = site.sign_in("lisi")
    expect(visit.page.get_by_test_id("stHeading").first).to_be_visible()
    kept = cookies_of(visit)
    assert site.status("/_stcore/host-config", kept) == 200
    site.people("", hours=1 / 3600)
    while (said := site.status("/_stcore/host-config", kept)) == 200:
        pass  # within its second
    assert said == 401
    visit.page.goto(site.address + "/")
    expect(visit.page).to_have_url(site.address + "/signin")


def test_a_name_from_the_provider_is_text(site):
    visit = site.sign_in("eve")
    dialogs = []
    visit.page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    expect(visit.page.get_by_test_id("stSidebar")).to_contain_text("<img src=x onerror=alert(1)>")
    assert dialogs == []


def test_the_trail_of_all_this_verifies(site, monkeypatch):
    site.status("/_stcore/upload_file/a/b", method="PUT", data=b"x")
    monkeypatch.setenv("KPI_STATE", str(site.folder / "state"))
    verdict = trail.verify()
    assert verdict.fault == ""
    assert verdict.lines == len(site.trail()) >= 1
