"""docs/sql.md is true: its queries run on the copy and answer what they say, and it names every
view."""

import re

import duckdb
import pytest

from tests.addresses import ask
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def copy(monkeypatch, tmp_path, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    path = tmp_path / "copy.duckdb"
    path.write_bytes(ask("/data/warehouse.duckdb").body)
    with duckdb.connect(str(path), read_only=True) as con:
        yield con


def test_the_three_queries_answer(copy):
    leaders, remainders, growth = (copy.execute(q).fetchall() for q in QUERIES)
    assert [row[:2] for row in leaders] == [(1, "珠海"), (2, "惠州"), (3, "中山")]
    assert next((name, float(left), pct) for name, _, _, left, pct in remainders) == (
        "注册用户数",
        588.9,
        3.4,
    )
    assert {row[3] for row in growth} == {"derived"}
    assert len(growth) == 3


def test_every_view_is_documented_and_no_other(copy):
    views = {
        name
        for (name,) in copy.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
    }
    documented = [
        name
        for first in re.findall(r"^\| (`.+?`) \|", GUIDE, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", first)
    ]
    assert sorted(documented) == sorted(views)
