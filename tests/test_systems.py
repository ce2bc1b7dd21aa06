"""系统与平台: every system that the plans and the report name, and what is known of it."""

import re
from collections import Counter

import pytest

from catalog import CatalogError, catalog, load_catalog, loader
from tests.conftest import AUGUST
from tests.tables_on_page import tables, ways
from tests.test_pages import show, texts
from warehouse import queries

# As the report and the plans name them; each has its row.
NAMED = (
    "粤省事 粤商通 粤政易 粤省心 粤智助 广东政务服务网 粤监管 湾区通 粤视会 粤视办 粤治慧 粤平安 "
    "粤公平码 粤复用 粤经济 粤优行 粤医保 粤居码 粤基座 粤数安 粤盾 粤同行 粤政图 粤康码 粤信签 "
    "一网统管 一网共享 一网通办 一网协同 数字空间 数据交易所 数字财政 开放广东 穗好办 微警认证 "
    "政务云 政务外网 省政务大数据中心 隐私计算平台 信息技术应用创新综合服务网 智慧河长"
)


def test_every_named_system_has_a_row_and_no_row_is_without_a_place():
    systems = catalog().systems
    assert len(systems) == 134
    assert set(NAMED.split()) <= {s.name for s in systems}
    assert "政务智能（GI）" in {s.name for s in systems}
    named = {code for clause in catalog().clauses for code in clause.systems}
    assert [s.code for s in systems if s.code not in named and not s.reported] == []


def test_every_clause_of_the_plans_is_a_row():
    clauses = catalog().clauses
    assert Counter((c.plan_year, c.known) for c in clauses) == {
        (2020, "full"): 36,
        (2022, "full"): 9,
        (2022, "part"): 1,  # the text at hand stops inside it
        (2022, "press"): 14,
        (2023, "full"): 34,
    }
    numbers = [c.number for c in clauses if c.plan_year == 2023]
    assert numbers[0] == "（一）"
    assert numbers[-1] == "（三十四）"
    assert len(set(numbers)) == 34
    assert all(c.leads for c in clauses if c.known == "full")


def test_every_target_stands_in_one_clause(monkeypatch, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    rows = queries.systems.clause_targets()
    assert sorted(rows["target_code"]) == sorted(t.code for t in catalog().targets)
    placed = dict(zip(rows["target_code"], rows["clause_code"], strict=True))
    assert placed["2023-05-3"] == "2023-05"
    assert placed["2020-10-1"] == "2020-10"
    assert placed["2022-p-4"] == "2022-p08"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("system", "citizen,粤省事,,公共服务", "citizen,粤省事,,服务", "citizen: field is '服务'"),
        ("system", "office,粤政易,", "office,粤商通,", "office: shares the name '粤商通'"),
        ("system", "2020-07-1", "2020-07-9", "supervision: unknown '2020-07-9'"),
        ("clause", "epidemic_analysis|", "epidemics|", "2020-02: unknown 'epidemics'"),
        ("clause", "2020-03,2020", "2020-02,2020", "2020-02: stands twice"),
        ("clause", "（三十六）,", ",", "2020-36: number ''"),
    ],
)
def test_a_contradicting_row_is_named(tmp_path, file, old, new, said):
    for path in loader.FOLDER.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        changed = text.replace(old, new, 1) if path.stem == file else text
        assert (changed == text) == (path.stem != file)
        (tmp_path / path.name).write_text(changed, encoding="utf-8")
    with pytest.raises(CatalogError, match=f"{file}.csv, {re.escape(said)}"):
        load_catalog(tmp_path)


def test_the_page_counts_finds_and_says_where_nothing_is_known(monkeypatch, real_warehouse):
    app = show("systems", monkeypatch, real_warehouse)
    assert "共 **134** 个系统：有指标数据的 **9** 个" in texts(app)
    rows = tables(app)[0].set_index("系统")
    assert rows.loc["粤医保", "公开数字"] == "暂无公开数字"
    assert rows.loc["粤商通", "公开数字"] == "9 项指标、5 项目标"
    assert ways(app)["粤商通"] == "/systems?system=business&month=2022-08"
    found = show("systems", monkeypatch, real_warehouse, find_system="水利厅")
    assert list(tables(found)[0]["系统"]) == [
        "智慧水利",
        "智慧河长",
        "水政执法综合业务管理应用平台",
    ]


def test_a_system_has_its_own_section(monkeypatch, real_warehouse):
    app = show("systems", monkeypatch, real_warehouse, system="粤商通", month="2022-08")
    figures, targets, clauses = tables(app)
    assert figures.set_index("指标").loc["市场主体注册用户量", "数值"] == "1,265.3 万户"
    assert targets["目标"].tolist().count("粤商通服务事项") == 2
    assert clauses["条目"].tolist()[:3] == ["（一）", "（七）", "（十八）"]
    silent = show("systems", monkeypatch, real_warehouse, system="粤医保")
    assert "暂无公开数字：月报和已收录的公开数据没有这个系统的指标。" in texts(silent)


def test_figures_are_those_known_by_the_month(monkeypatch, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    rows = queries.systems.system_figures(AUGUST, "document_exchange").set_index("indicator_code")
    assert rows.loc["office_municipal_units", "value"] == 37030
    assert (rows["month_text"] <= "2022-08").all()


def test_indicators_and_targets_lead_to_their_system(monkeypatch, real_warehouse):
    link = "[粤商通](/systems?system=business)"
    assert link in texts(show("dictionary", monkeypatch, real_warehouse, find="粤商通"))
    assert link in texts(show("targets", monkeypatch, real_warehouse, month="2022-08"))
    source = show(
        "source", monkeypatch, real_warehouse, indicator="粤商通 · 上线涉企服务数", month="2022-08"
    )
    assert link in texts(source)
