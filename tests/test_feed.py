"""/data/feed.atom and /data/due.ics: well-formed, stable, absolute, and without a figure."""

import datetime as dt
from xml.etree import ElementTree as ET

import icalendar
import pytest

from catalog import catalog
from ingest.changes.publish import publish
from ingest.changes.revert import revert
from ingest.pipeline import check_workbook
from tests.addresses import ask
from warehouse import queries

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(host: str = "kpi.test") -> list[ET.Element]:
    answer = ask("/data/feed.atom", host=host)
    assert answer.status == 200 and answer.headers["content-type"] == "application/atom+xml"
    root = ET.fromstring(answer.body)
    for name in ("id", "title", "updated", "author"):
        assert root.find(ATOM + name) is not None, name
    return root.findall(f"{ATOM}entry")


def test_the_feed_tells_each_publication_with_its_person_and_link(real):
    found = entries()
    assert [e.findtext(f"{ATOM}title") for e in found] == [
        "公开数据入库",
        "2023-07 月报（部分）入库",
        "2022-08 月报入库",
    ]
    assert [e.find(f"{ATOM}link").get("href") for e in found] == [
        f"http://kpi.test/history?load={n}" for n in (3, 2, 1)
    ]
    assert all(e.findtext(f"{ATOM}author/{ATOM}name") for e in found)
    assert len({e.findtext(f"{ATOM}id") for e in found}) == 3


@pytest.mark.parametrize(
    "host", ['a"><x>', "a\x01b", "a\r\nX: y", "evil.example/x", "a@evil.example", ""]
)
def test_a_host_that_is_none_leads_nowhere_else(real, host):
    assert entries(host)[0].find(f"{ATOM}link").get("href").startswith("http://test/history")
    assert b"URL:http://test/" in ask("/data/due.ics", host=host).body


def test_an_entry_keeps_its_identifier_and_a_withdrawal_is_one(new_warehouse, august, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(new_warehouse))
    assert entries() == []
    checked = check_workbook(august, "八月\x0b<b>&.xlsx", catalog())  # XML has no such character
    publish(new_warehouse, checked, "张三", catalog(), {})
    [first] = entries()
    revert(new_warehouse, 1, "误传：本月应为修订稿\x00", "李四", catalog())
    gone, again = entries()
    assert again.findtext(f"{ATOM}id") == first.findtext(f"{ATOM}id")
    assert gone.findtext(f"{ATOM}title") == "2022-08 月报撤回，该月不再公布"
    assert gone.findtext(f"{ATOM}author/{ATOM}name") == "李四"
    assert "误传：本月应为修订稿�" in gone.findtext(f"{ATOM}summary")


def test_the_calendar_knows_what_is_due_and_says_what_is_assumed(real, monkeypatch):
    monkeypatch.setattr("api.routes.beijing_today", lambda: dt.date(2026, 11, 28))
    answer = ask("/data/due.ics", host="kpi.test")
    lines = answer.body.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and answer.body.count(b"\n") == len(lines) - 1
    read = icalendar.Calendar.from_ical(answer.body)
    events = {str(e["UID"]): e for e in read.walk("VEVENT")}
    assert read.errors == [] and not [e for v in events.values() for e in v.errors]
    reports = [uid for uid in events if uid.startswith("report-")]
    assert len(reports) == 64 == len(set(reports)) and len(events) == 64 + 71 + 12
    arrived, due = (events[f"report-{m}@kpi.monthly.report"] for m in ("2022-08", "2027-11"))
    assert (arrived["DTSTART"].dt, due["DTSTART"].dt) == (
        dt.date(2022, 9, 15),
        dt.date(2027, 12, 15),
    )
    assert [str(e["SUMMARY"]) for e in (arrived, due)] == [
        "2022-08 月报已入库",
        "2027-11 月报应发（假定）",
    ]
    assert "应发日是看板的假定" in due["DESCRIPTION"]
    target = events["target-2023-05-1@kpi.monthly.report"]
    assert target["DTSTART"].dt == dt.date(2023, 12, 31)
    assert events["progress-2023-Q1@kpi.monthly.report"]["DTSTART"].dt == dt.date(2023, 4, 15)


def test_the_calendar_changes_with_the_day_and_the_warehouse_only(real, monkeypatch):
    monkeypatch.setattr("api.routes.beijing_today", lambda: dt.date(2026, 11, 28))
    first, second = ask("/data/due.ics"), ask("/data/due.ics")
    assert first.body == second.body
    assert ask("/data/due.ics", if_none_match=first.headers["etag"]).status == 304
    monkeypatch.setattr("api.routes.beijing_today", lambda: dt.date(2026, 12, 1))
    assert ask("/data/due.ics", if_none_match=first.headers["etag"]).status == 200


def test_a_day_due_is_the_one_that_the_page_says(real):
    days = queries.notices.due_dates(dt.date(2023, 9, 1))
    reports = days[days["kind"] == "report"].set_index("code")["due_on"]
    for _, row in queries.quality.freshness(dt.date(2023, 9, 1)).iterrows():
        assert reports[f"{row['month']:%Y-%m}"] == row["due_on"]


@pytest.mark.parametrize("path", ["/data/feed.atom", "/data/due.ics"])
def test_they_are_answered_like_every_address_of_data(path, real, monkeypatch, tmp_path):
    assert ask(path, {"month": "2022-08"}).status == 400
    (tmp_path / "no.duckdb").write_bytes(b"rubbish")
    monkeypatch.setenv("KPI_WAREHOUSE", str(tmp_path / "no.duckdb"))
    assert ask(path).status == 503
