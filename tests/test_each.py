"""What is answered for every month, indicator and city at once is, a choice of them, what it would
be if it had been asked alone."""

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from catalog import catalog
from tests.conftest import ROOT
from warehouse.each import Split, keys_of
from warehouse.reader import Reader, answering_all

QUESTIONS = {
    p.stem: p.read_text(encoding="utf-8")
    for p in sorted((ROOT / "warehouse" / "sql").glob("*/*.sql"))
    if "-- each: " in p.read_text(encoding="utf-8")
}
CHOSEN = {
    "scale": "value",
    "span": "month",
    "cities": 3,
    "indicators": [i.code for i in catalog().indicators_of("city")],
    "weights": [1, 0, 2, 1, 1, 1, 1, 1],
}


def test_a_key_has_its_rows_in_their_order_as_if_asked_alone():
    whole = pd.DataFrame(
        {
            "month": pd.to_datetime(["2022-09-01", "2022-08-01", "2022-09-01"]),
            "name": ["深圳", "广州", "广州"],
            "moved": pd.array([2, None, -1], dtype="Int64"),
            "note": pd.array(["甲", None, None], dtype="str"),
        }
    )
    rows = Split(whole, ("month",))
    assert rows.of(dt.date(2022, 9, 1)).to_dict("list") == {
        "name": ["深圳", "广州"],
        "moved": [2, -1],
        "note": ["甲", pytest.approx(float("nan"), nan_ok=True)],
    }
    assert rows.of(dt.date(2022, 9, 1))["moved"].dtype == "int64"
    august = rows.of(dt.date(2022, 8, 1))
    assert august["moved"].isna().all() and august["note"].tolist() == [None]
    assert rows.of(dt.date(2022, 10, 1)).empty


def test_what_a_caller_changes_is_his_own():
    rows = Split(pd.DataFrame({"city": ["440100"], "value": [1.0]}), ("city",))
    mine = rows.of("440100")
    mine.loc[0, "value"] = 2.0
    assert rows.of("440100")["value"].tolist() == [1.0]


@pytest.fixture(scope="module", params=["real", "simulated"])
def mine(shared, request):
    """A reader of each, with all that pages ask worked out."""
    reader = Reader(shared(request.param, "file"))
    reader.get_ready()
    return request.param, reader


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_choice_says_alone_what_is_looked_up(mine, question):
    name, mine = mine
    text, keys = QUESTIONS[question], keys_of(QUESTIONS[question])
    with mine.held() as opened, opened.con.cursor() as cursor:
        mine._run(opened, text, chosen := {k: v for k, v in CHOSEN.items() if f"${k}" in text})
        known = f"SELECT DISTINCT {', '.join(keys)} FROM ({text}) ORDER BY ALL"
        places = cursor.execute(known, chosen).fetchall()
        assert places or name == "real"  # one whole month: nothing to compare it with
        nowhere = tuple(dt.date(1999, 1, 1) if key == "month" else "none" for key in keys)
        for place in {*places[:1], *places[len(places) // 2 :][:1], *places[-1:], nowhere}:
            choice = chosen | dict(zip(keys, place, strict=True))
            opened.frames.clear()
            opened.splits.clear()
            alone = mine.ask(question, **choice)
            assert not opened.splits and len(opened.frames) == 1
            with answering_all():
                mine.ask(question, **choice)
            opened.frames.clear()
            pd.testing.assert_frame_equal(mine.ask(question, **choice), alone, rtol=1e-12)
            assert not opened.frames


def test_what_two_ask_of_all_at_once_is_worked_out_once(shared, monkeypatch):
    mine, runs, run = Reader(shared("simulated", "file")), [], Reader._run
    together = threading.Barrier(2)

    def slow(self, opened, text, parameters):
        runs.append(text)
        time.sleep(0.2)
        return run(self, opened, text, parameters)

    def ask(month: int) -> int:
        together.wait()
        with answering_all():
            return len(mine.ask("headlines", month=dt.date(2023, month, 1)))

    monkeypatch.setattr(Reader, "_run", slow)
    mine._current()
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(ask, (5, 6))) == [12, 12]
    assert len(runs) == 1
