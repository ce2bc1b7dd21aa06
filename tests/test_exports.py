"""Who may take figures out: yes, marked or no by role, decided by the server at every door."""

import io
import re

import openpyxl
import pypdf
import pytest
from docx import Document
from pptx import Presentation
from starlette.applications import Starlette
from starlette.testclient import TestClient

from access import exports
from access.gate import Gate
from access.settings import Settings, SettingsError, parse
from api.routes import ROUTES
from export import taken
from paper import make
from tests.conftest import AUGUST
from tests.test_access import OIDC, SECRET, cookie
from tests.test_on_record import recorded
from tests.test_pages import show

CHOSEN = '[export]\nviewer = "no"\neditor = "marked"\n'
EVERY = [
    *(f"/data/{n}.{k}" for n in ("figures", "areas") for k in ("csv", "json", "parquet", "xlsx")),
    *(f"/data/report.{kind}" for kind in ("docx", "pptx", "pdf", "xlsx")),
    *("/data/warehouse.duckdb", "/data/catalog.json", "/data/feed.atom", "/data/due.ics"),
]
FOLLOWED = {"/data/feed.atom", "/data/due.ics"}
MARKED = {"/data/figures.xlsx", "/data/areas.xlsx"} | {
    f"/data/report.{kind}" for kind in ("docx", "pptx", "pdf")
}


@pytest.fixture
def asking(tmp_path, monkeypatch, real_warehouse):
    """Somebody of a role, before the gate and the real addresses."""
    (tmp_path / "access.toml").write_text(OIDC + CHOSEN, encoding="utf-8")
    monkeypatch.setenv("KPI_ACCESS", str(tmp_path / "access.toml"))
    monkeypatch.setenv("KPI_COOKIE_SECRET", SECRET)
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    gate = Gate(Starlette(routes=ROUTES), login_link=lambda: "/")

    def client(role: str) -> TestClient:
        ticket = {"_streamlit_user": cookie("lisi", [role], name="李四")}
        return TestClient(gate, base_url="http://kpi.example", cookies=ticket)

    return client


@pytest.mark.parametrize(
    ("role", "may"), [("staff", FOLLOWED), ("clerk", FOLLOWED | MARKED), ("chief", set(EVERY))]
)
def test_each_role_gets_by_address_what_it_may(asking, role, may):
    client = asking(role)
    answers = {path: client.head(path) for path in EVERY}
    assert {path for path, answer in answers.items() if answer.status_code != 403} == may
    if may != set(EVERY):
        assert "权限" in client.get("/data/figures.csv").text
        assert ("export", "refused", "lisi") in recorded()


def test_a_workbook_by_address_carries_name_and_time(asking):
    answer = asking("clerk").get("/data/city.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    first = [cell.value for cell in book["说明"][1]]
    assert first[0] == "取数人和时间" and first[1].startswith("李四（lisi） 20")
    assert book["数据"].oddHeader.right.text == first[1]
    unmarked = openpyxl.load_workbook(io.BytesIO(asking("chief").get("/data/city.xlsx").content))
    assert unmarked["说明"]["A1"].value != "取数人和时间"
    assert unmarked["数据"].oddHeader.right.text is None


def test_documents_carry_it_on_every_sheet_and_others_stay_as_they_were(real):
    mark = "李四（lisi） 2026-11-28 10:20"
    before = make.make(AUGUST, "docx")
    taken.take_as(mark)
    try:
        word, deck, pdf = (make.make(AUGUST, kind) for kind in ("docx", "pptx", "pdf"))
    finally:
        taken.take_as("")
    assert mark in Document(io.BytesIO(word)).sections[0].header.paragraphs[0].text
    for slide in Presentation(io.BytesIO(deck)).slides:
        assert any(mark in s.text_frame.text for s in slide.shapes if s.has_text_frame)
    assert all("lisi" in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert make.make(AUGUST, "docx") == before


@pytest.mark.parametrize(("mode", "open_"), [("no", set()), ("marked", {"下载 XLSX", "导出本页"})])
def test_pages_offer_what_may_be_taken_and_say_who_looks(mode, open_, real, monkeypatch):
    monkeypatch.setattr(exports, "settings", lambda: Settings(exports={"admin": mode}))
    offered: set[str] = set()
    for page in ("download", "history"):
        app = show(page, monkeypatch, real)
        offered |= {b.proto.label for b in app.get("download_button")}
        marks = [h.proto.body for h in app.get("html") if "watermark" in h.proto.body]
        assert len(marks) == (mode == "marked")
        assert all("未登录 20" in mark for mark in marks)
    assert offered >= open_ and bool(offered) == bool(open_)
    assert not re.search("CSV|Parquet|JSON|原工作簿|官方表格", " ".join(offered))
    assert "下载原工作簿" in [b.label for b in app.button if b.disabled]


def test_only_a_role_and_a_known_word_are_taken():
    for export in ({"viewer": "perhaps"}, {"guest": "no"}):
        with pytest.raises(SettingsError, match="yes, marked or no"):
            parse({"gateway": {"proxies": ["10.0.0.1/32"]}, "export": export})
