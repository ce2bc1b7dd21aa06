"""What a page may cost, in counts that are the same on every machine: questions, bytes of its
figures, modules of the server. Bytes and messages of a visit: tests/browser/test_budget.py."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.test_pages import show
from warehouse.reader import Reader

# page → different questions of one run, bytes of all its figures on 36 months
MOST = {"overview": (12, 0), "trends": (7, 22_000), "cities": (12, 0), "quality": (13, 52_000)}


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
    app.run()
    drawn = sum(len(chart.proto.spec.encode()) for chart in app.get("plotly_chart"))
    assert len(asked) <= MOST[page][0], sorted(asked)
    assert drawn <= MOST[page][1]


def test_the_server_begins_with_few_modules():
    said = "import sys, app; print(*sys.modules, sep='\\n')"
    out = subprocess.check_output([sys.executable, "-c", said], cwd=ROOT, text=True)
    modules = set(out.splitlines())
    assert len(modules) <= 1_900
    assert modules & {"plotly.express", "altair", "scipy", "pydeck", "matplotlib"} == set()
