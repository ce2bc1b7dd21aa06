"""总览 in the index page: what a session would show, and nothing where one must tell more."""

import pytest
from starlette.responses import FileResponse
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from access import exports
from access.gate import Gate
from access.settings import Settings
from server.frontend import STATIC
from server.index_page import ChineseIndex
from tests.conftest import ROOT
from tests.test_access import OIDC, SECRET, cookie
from ui.overview import blocks
from ui.overview.first_sight import first_sight
from warehouse.reader import reader


@pytest.fixture
def opened(real):
    """The server has opened what was published."""
    reader().get_ready()
    yield real
    _forget()


def _forget() -> None:
    with reader().held() as state:
        state.pieces.clear()


def test_it_is_what_a_session_shows(opened):
    page = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60).run()
    shown = page.main.get("html")[-1].proto.body.partition('<pre class="for-paper')[0]
    assert shown.startswith('<div class="figures">')
    sight = first_sight()
    assert sight.startswith('<div id="first-sight" class="stHtml"><header><h1>总览</h1>')
    assert "<div>数据月份<b>2022-08</b></div>" in sight
    assert sight.endswith(f"{shown}</div>")


def test_it_names_the_report(opened):
    named = "广东省政务服务数据管理局《数字政府改革建设工作月报》2022年第8期"
    assert f"<small>2022-09-13 印发　·　来源 {named}</small>" in first_sight()


def test_simulated_figures_say_so(monkeypatch, simulated_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    reader().get_ready()
    assert "<p><strong>模拟数据</strong>：本页数值由程序生成" in first_sight()


def test_nobody_waits_for_a_publication_to_be_opened(monkeypatch, copied):
    monkeypatch.setenv("KPI_WAREHOUSE", str(copied("real")))
    assert first_sight() == ""
    reader().get_ready()
    assert "17,432.2 万" in first_sight()


def test_nothing_where_nothing_is_loaded(monkeypatch, empty_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(empty_warehouse))
    reader().get_ready()
    assert first_sight() == ""


def test_nothing_without_the_name_that_stands_over_everything(opened, monkeypatch):
    monkeypatch.setattr(exports, "settings", lambda: Settings(exports={"viewer": "marked"}))
    assert first_sight() == ""
    monkeypatch.setattr(exports, "settings", lambda: Settings(exports={"viewer": "no"}))
    assert first_sight() != ""


def test_a_fault_is_the_pages_to_tell(opened, monkeypatch, caplog):
    _forget()
    monkeypatch.setattr(blocks, "content", None)
    assert first_sight() == ""
    assert "总览 is not in the index page" in caplog.text


def test_who_is_not_signed_in_gets_none_of_it(opened, monkeypatch, tmp_path):
    (tmp_path / "access.toml").write_text(OIDC, encoding="utf-8")
    monkeypatch.setenv("KPI_ACCESS", str(tmp_path / "access.toml"))
    monkeypatch.setenv("KPI_COOKIE_SECRET", SECRET)
    index = ChineseIndex(FileResponse(STATIC / "index.html"), first_sight)
    site = TestClient(Gate(index, login_link=str), base_url="http://kpi.example")
    stranger = site.get("/", headers={"accept": "text/html"})
    assert "first-sight" not in stranger.text
    assert str(stranger.url) == "http://kpi.example/signin"
    ticket = {"_streamlit_user": cookie("lisi", ["staff"], name="李四")}
    staff = TestClient(Gate(index, login_link=str), base_url="http://kpi.example", cookies=ticket)
    assert "17,432.2 万" in staff.get("/").text
