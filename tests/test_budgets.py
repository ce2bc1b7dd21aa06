"""What a page may cost, in counts that are the same on every machine: questions, bytes of its
figures, modules of the server. Bytes and messages of a visit: tests/browser/test_budget.py."""

import subprocess
import sys

import pytest

from bench.shown import forget_answers
from server import ahead
from tests.conftest import ROOT
from tests.test_pages import show
from warehouse import queries
from warehouse.reader import Reader, question_text, reader

_NAMES = [p.stem for p in (ROOT / "warehouse" / "sql").glob("*/*.sql")]
# page → different questions of one run, bytes of the figures that the browser draws, on 36 months
MOST = {"overview": (12, 0), "trends": (7, 0), "cities": (12, 0), "quality": (13, 52_000)}


@pytest.mark.parametrize("page", MOST)
def test_a_page_asks_little_and_draws_little(page, simulated_warehouse, monkeypatch):
    asked: set[str] = set()
    ask = Reader.ask

    def counted(self, question, **parameters):
        asked.add(question)
        return ask(self, question, **parameters)

    monkeypatch.setattr(Reader, "ask", counted)
    app = show(page, monkeypatch, simulated_warehouse)
    asked.clear()
    reader()._current().pieces.clear()
    app.run()
    drawn = sum(len(chart.proto.spec.encode()) for chart in app.get("plotly_chart"))
    assert len(asked) <= MOST[page][0], sorted(asked)
    assert drawn <= MOST[page][1]


NEW = {"month": "2024-10"}
# page → a choice that nobody has made, and what it asks then: all else is looked up
OF_A_NEW_CHOICE = {
    "overview": (NEW, {"headline_history"}),
    "cities": (NEW, {"rank_history"}),
    "city": (NEW, {"city_history"}),
    "balance": (NEW, {"balance_history"}),
    "projects": (NEW, set()),
    "quality": (NEW, {"rule_checks"}),
    "targets": (NEW, set()),
    "systems": (NEW, {"text_figures"}),
    "areas": ({}, set()),
    "source": ({"indicator": "office_users"}, set()),
    "trends": ({"indicators": "office_users", "measure": "monthly"}, {"trend"}),
}


_ahead: dict = {}  # what the server has answered ahead: 3 s, once a worker


def _as_the_server_leaves_it() -> None:
    opened = reader()._current()
    if opened is not _ahead.get("of"):
        forget_answers()
        for ask in ahead.questions():
            ask()
        _ahead.update(of=opened, frames=dict(opened.frames))
    opened.pieces.clear()
    opened.frames.clear()
    opened.frames.update(_ahead["frames"])


@pytest.mark.parametrize("page", OF_A_NEW_CHOICE)
def test_a_new_choice_is_looked_up(page, simulated_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    _as_the_server_leaves_it()
    names = {question_text(name): name for name in _NAMES}
    asked, run = set(), Reader._run

    def counted(self, opened, text, parameters):
        asked.add(names[text])
        return run(self, opened, text, parameters)

    monkeypatch.setattr(Reader, "_run", counted)
    choice, asks = OF_A_NEW_CHOICE[page]
    show(page, monkeypatch, simulated_warehouse, **choice)
    assert asked == asks


def test_what_everybody_sees_of_the_overview_is_made_once(simulated_warehouse, monkeypatch):
    def seen() -> tuple[str, list[str]]:
        shown = app.session_state["what the page shows"]
        return app.get("html")[0].proto.body, [t.title for t in shown.tables]

    app = show("overview", monkeypatch, simulated_warehouse)
    before, kept = seen(), reader()._current().pieces
    assert before[1] == [
        "本月要点每个数的依据",
        "信息化项目各阶段数量",
        "各项地市指标的前三位和后三位",
        "全部平台指标",
    ]
    made = len(kept)
    with monkeypatch.context() as nobody_asks:
        nobody_asks.setattr(queries.overview, "headlines", None)
        app.run()
    assert seen() == before
    app.sidebar.button_group[0].set_value("green").run()
    assert len(kept) == made + 1
    assert seen()[0].count('class="red"') == before[0].count('class="green"') > 0


def test_the_server_begins_with_few_modules():
    said = "import sys, app; print(*sys.modules, sep='\\n')"
    out = subprocess.check_output([sys.executable, "-c", said], cwd=ROOT, text=True)
    modules = set(out.splitlines())
    assert len(modules) <= 1_900
    assert modules & {"plotly.express", "altair", "scipy", "pydeck", "matplotlib"} == set()
