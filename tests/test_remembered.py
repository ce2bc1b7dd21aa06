"""What is the same for everybody is made once for a state of the warehouse, and anew for another
choice or publication."""

import datetime as dt

import pytest

from access.person import LOCAL
from catalog import catalog
from ingest.changes import on_record
from tests.conftest import RAW, run
from tests.test_pages import show, texts
from warehouse import queries

# page → a question that only its blocks ask
ASKED = {
    "overview": (queries.overview, "headlines"),
    "trends": (queries.trends, "trend_targets"),
    "cities": (queries.cities, "region_totals"),
    "city": (queries.city, "city_profile"),
    "balance": (queries.balance, "balance_history"),
    "projects": (queries.projects, "project_flows"),
}


def everything(app) -> list[tuple[str, str]]:
    """Every element of a page as it was sent, and what 导出本页 would write; that button itself is
    of one session."""
    shown = app.session_state["what the page shows"]
    sent = [(e.type, str(e.proto)) for e in app.main if e.type != "download_button"]
    written = [(t.title, str(t.columns)) for t in shown.tables]
    return sent + written + [(title, "") for title, _ in shown.charts]


@pytest.mark.parametrize("page", ASKED)
def test_the_second_reader_is_sent_the_same_and_nothing_is_asked(
    page, simulated_warehouse, monkeypatch
):
    first = everything(show(page, monkeypatch, simulated_warehouse))
    monkeypatch.setattr(*ASKED[page], None)
    assert everything(show(page, monkeypatch, simulated_warehouse)) == first


def test_the_second_reader_of_the_targets_is_sent_the_same(simulated_warehouse, monkeypatch):
    first = everything(show("targets", monkeypatch, simulated_warehouse))
    assert everything(show("targets", monkeypatch, simulated_warehouse)) == first


def test_another_choice_is_drawn_anew(simulated_warehouse, monkeypatch):
    app = show("city", monkeypatch, simulated_warehouse)
    for code, there, gone in (("440300", "深圳", "广州"), ("440100", "广州", "深圳")):
        app.selectbox(key="city").set_value(code).run()
        assert f"**{there}**（珠三角）" in texts(app)
        assert f"**{gone}**（珠三角）" not in texts(app)


def _write(warehouse, text: str) -> None:
    about = {"month": dt.date(2022, 8, 1), "until": None, "indicator": "city_citizen_users"}
    note = about | {"city": "440100", "text": text, "author": "王五"}
    assert on_record.write_note(LOCAL, warehouse, catalog=catalog(), **note).kind == "done"


def test_what_is_published_while_a_page_is_drawn_is_there_in_the_next_run(
    new_warehouse, monkeypatch
):
    assert run(["load", str(RAW / "2022-08.xlsx")], new_warehouse, monkeypatch) == 0
    ask = queries.city.city_positions

    def published_meanwhile(day):
        monkeypatch.setattr(queries.city, "city_positions", ask)
        _write(new_warehouse, "统计口径从本月起改变")
        return ask(day)

    monkeypatch.setattr(queries.city, "city_positions", published_meanwhile)
    app = show("city", monkeypatch, new_warehouse)
    assert "统计口径从本月起改变" not in texts(app)
    assert "统计口径从本月起改变" in texts(app.run())
    _write(new_warehouse, "又补报了一次注册用户")
    assert "又补报了一次注册用户" in texts(app.run())
