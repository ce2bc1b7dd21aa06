"""Every sentence that names a number of cities, months or targets, with one of them missing: the
number is what is there, and who is missing is named. A new such sentence must be listed here."""

import datetime as dt
import re

import pytest

from catalog import catalog
from ingest.changes.revert import revert
from tests.conftest import ROOT
from tests.tables_on_page import hovers, tables, written
from tests.test_pages import show
from warehouse import queries

COUNTED = re.compile(r"\} ?(?:个)?(?:市(?!\"|:)|个月|项数字目标)|of_cities\(")
# file → how many lines print a count of cities, months or targets; each is shown below, or by
# tests/test_upload_page.py and tests/test_paper.py
REGISTRY = {
    "ui/balance/blocks.py": 3,
    "ui/cities/blocks.py": 1,
    "ui/cities/regions.py": 1,
    "ui/cities/standings.py": 1,
    "ui/city/blocks.py": 3,
    "ui/overview/attention.py": 1,
    "ui/overview/blocks.py": 1,
    "ui/quality/blocks.py": 4,
    "ui/targets/sentences.py": 4,
    "ui/upload/forms.py": 2,
    "paper/attention.py": 1,
    "paper/cards.py": 1,
    "paper/checks.py": 1,
    "paper/target_words.py": 1,
    "paper/targets.py": 1,
    "words/numbers.py": 1,
    "charts/city_bars.py": 2,
    "charts/share_lines.py": 1,
}
JULY = "2024-07"  # 云浮 reported nothing


def all_texts(app) -> list[str]:
    """Everything a page says: text, help, metrics, tables, hovers of its charts."""
    parts = [*app.markdown, *app.caption, *app.info, *app.warning, *app.success, *app.error]
    said = [p.value for p in parts] + [str(m.value) for m in app.metric]
    said += [str(p.help or "") for p in [*app.markdown, *app.metric]]
    for table in [*(t.value for t in app.table), *tables(app)]:
        said += [str(v) for v in table.to_numpy().ravel()]
    return [*said, *written(app).split("\n"), *hovers(app)]


PAGES = {
    "cities": [{"indicator": i.code} for i in catalog().indicators_of("city")][:3],
    "city": [{"city": "广州"}, {"city": "韶关"}, {"city": "云浮"}],
    "balance": [{}],
    "areas": [{}],
    "overview": [{}],
    "quality": [{}],
    "trends": [{"indicators": ["city_citizen_users"], "cities": ["440100", "445300"]}],
    "projects": [{}],
    "systems": [{}],
}
# what is true of the 21 whoever reports: definitions and the cities of another month
DEFINED = re.compile(
    r"21 市之和(?:不大于|。|$)|÷ 21 市|21 市标准差|全部 21 市|= 全省(?:数)? − 21 市|"
    r"21 市全部数值|按 21 市|占 21 市|21 市离散|21 市，最高"
)


@pytest.mark.parametrize(("page", "query"), [(p, q) for p, qs in PAGES.items() for q in qs])
def test_a_city_is_missing(page, query, monkeypatch, simulated_warehouse):
    said = all_texts(show(page, monkeypatch, simulated_warehouse, month=JULY, **query))
    counts = [s for s in said if re.search(r"(?<![0-9])2[01] 市", s)]
    whole = [s for s in counts if "21 市" in DEFINED.sub("", s) and "注" not in s]
    assert whole == []
    assert [s for s in counts if re.search("20 市(?!（缺云浮）)", s) and "云浮" not in s] == []
    if page not in ("city", "areas", "trends", "projects", "systems"):
        assert any("云浮" in s for s in said)
    assert not [s for s in said if re.search(r"5\.0%|3\.5%", s) and "省直" in s]


def test_a_check_that_fails_says_of_what(monkeypatch, simulated_warehouse):
    """核对不符：云浮 said nothing of what does not agree."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    matters = queries.overview.attention(dt.date(2024, 7, 1))
    assert matters.loc[matters["kind"] == "failed", "name"].tolist() == ["云浮 上报的数"]


def test_a_month_is_missing(monkeypatch, copied):
    """2023-07 is taken back: what is new in the year lacks a month and says so."""
    path = copied("simulated", "file")
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    load = queries.common.loads().set_index("month_text").loc["2023-07", "load_id"]
    revert(path, int(load), "这个月先撤回，看缺一个月的样子", "张三", catalog())
    app = show("targets", monkeypatch, path, month="2023-11", plan="2023 年")
    targets = "\n".join(all_texts(app))
    assert "当年缺 1 个月的新增，合计只是下限。" in targets
    assert "当年 10 个月平均" in targets and "按此到 2023-12 至少 " in targets
    assert "**≥ " in targets  # a lower bound's progress is one
    missing = "\n".join(all_texts(show("overview", monkeypatch, path, month="2023-08")))
    assert "上月（2023-07）的月报未入库" in missing


def test_a_target_has_no_reading(monkeypatch, simulated_warehouse):
    """The number of targets is that of the plan, the number with a reading that of the readings."""
    for month in ("2023-01", "2023-11"):
        said = "\n".join(all_texts(show("targets", monkeypatch, simulated_warehouse, month=month)))
        rows = queries.targets.targets(
            queries.common.months().set_index("month_text").loc[month, "month"].date(), [2023]
        )
        assert (
            f"2023 年工作要点共 **{len(rows)}** 项数字目标，到 {month} "
            f"有数据的 **{rows['actual'].notna().sum()}** 项" in said
        )


def test_every_such_sentence_is_listed():
    found = {}
    for room in ("ui", "paper", "words", "charts"):
        for file in sorted((ROOT / room).rglob("*.py")):
            lines = sum(bool(COUNTED.search(line)) for line in file.read_text().splitlines())
            if lines:
                found[str(file.relative_to(ROOT))] = lines
    new = {file: n for file, n in found.items() if n > REGISTRY.get(file, 0)}
    assert not new, "show each with a city, month or target missing, then list it"
