"""Every sentence that names a number of cities, months or targets, with one of them missing: the
number is what is there, and who is missing is named. A new such sentence must be listed here."""

import dataclasses
import datetime as dt
import html
import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalog import catalog
from ingest.changes.revert import revert
from paper.month import report
from screen.address import ROUTES
from tests.conftest import ROOT
from tests.tables_on_page import hovers, tables, written
from tests.test_pages import show
from warehouse import queries
from words.clock import first_day, months_lacking, months_named

COUNTED = re.compile(
    r"\}(?:\*\*)? ?(?:个月|项)|\} (?:个)?市|of_cities\(|months_named\(|\|\| ' ?(?:个)?[市月项]"
)
ROOMS = (
    "access api catalog charts export ingest notices pages paper screen server ui warehouse words"
)
# file → how many lines print a count of cities, months, targets or of what else; each is shown
# below, or by test_upload_page.py, test_quality.py, test_targets.py and test_paper.py
REGISTRY = {
    "charts/city_bars.py": 2,
    "ingest/problems.csv": 3,
    "pages/dictionary.py": 1,
    "paper/attention.py": 2,
    "paper/card_picture.py": 2,
    "paper/checks.py": 1,
    "paper/month.py": 3,
    "paper/tables.py": 1,
    "paper/target_words.py": 1,
    "paper/targets.py": 2,
    "server/chinese.js": 3,
    "ui/balance/blocks.py": 1,
    "ui/cities/blocks.py": 3,
    "ui/cities/regions.py": 1,
    "ui/cities/standings.py": 2,
    "ui/city/answer.py": 1,
    "ui/city/blocks.py": 2,
    "ui/city/score.py": 1,
    "ui/history/blocks.py": 1,
    "ui/overview/attention.py": 4,
    "ui/overview/blocks.py": 2,
    "ui/projects/flow.py": 1,
    "ui/quality/blocks.py": 9,
    "ui/systems/blocks.py": 2,
    "ui/targets/blocks.py": 4,
    "ui/targets/sentences.py": 4,
    "ui/targets/unmeasured.py": 1,
    "ui/upload/blocks.py": 1,
    "ui/upload/forms.py": 3,
    "ui/upload/verdict.py": 3,
    "words/clock.py": 2,
    "words/numbers.py": 2,
    "warehouse/macros.sql": 3,
    "warehouse/views/key_point/key_cities.sql": 2,
    "warehouse/views/rule/province_rule.sql": 1,
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


def only_those_there(said: list[str]) -> None:
    """No 21 市 of the month, and no 20 市 without who is missing."""
    counts = [s for s in said if re.search(r"(?<![0-9])2[01] 市", s)]
    whole = [s for s in counts if "21 市" in DEFINED.sub("", s) and "注" not in s]
    assert whole == []
    assert [s for s in counts if re.search("20 市(?!（缺云浮）)", s) and "云浮" not in s] == []


@pytest.mark.parametrize(("page", "query"), [(p, q) for p, qs in PAGES.items() for q in qs])
def test_a_city_is_missing(page, query, monkeypatch, simulated_warehouse):
    said = all_texts(show(page, monkeypatch, simulated_warehouse, month=JULY, **query))
    only_those_there(said)
    if page not in ("city", "areas", "trends", "projects", "systems"):
        assert any("云浮" in s for s in said)
    assert not [s for s in said if re.search(r"5\.0%|3\.5%", s) and "省直" in s]


def on_the_wall(month: str) -> list[str]:
    """What the slides say, also to who cannot see them."""
    page = TestClient(Starlette(routes=ROUTES)).get(f"/screen?month={month}").text
    parts = re.split("<[^>]*>", page) + re.findall(' (?:title|aria-label)="([^"]*)"', page)
    return list(map(html.unescape, parts))


def in_documents(month: str) -> list[str]:
    """Every text of the report that Word, slides and PDF are written from."""
    return list(_texts(dataclasses.asdict(report(first_day(month)))))


def _texts(part) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from _texts([*part, *part.values()])
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _texts(each)


@pytest.mark.parametrize("said", [on_the_wall, in_documents])
def test_a_city_is_missing_on_the_wall_and_on_paper(said, monkeypatch, simulated_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    texts = said(JULY)
    only_those_there(texts)
    assert any("云浮" in s and re.search("未报|缺|没有上报", s) for s in texts)
    assert not any("珠三角占" in s for s in texts)  # a share of 20 cities is none


def test_a_check_that_fails_says_of_what(monkeypatch, simulated_warehouse):
    """核对不符：云浮 said nothing of what does not agree."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    matters = queries.overview.attention(dt.date(2024, 7, 1))
    assert matters.loc[matters["kind"] == "failed", "name"].tolist() == ["云浮 上报的指标数"]
    facts = queries.overview.key_points(dt.date(2024, 7, 1))
    assert "粤政易日活率（20 市，缺云浮）" in facts["name"].tolist()  # no brackets in brackets


def test_a_month_is_missing(monkeypatch, copied):
    """2023-07 is taken back: what is new in the year lacks a month and says so."""
    path = copied("simulated", "file")
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    load = queries.common.loads().set_index("month_text").loc["2023-07", "load_id"]
    revert(path, int(load), "这个月先撤回，看缺一个月的样子", "张三", catalog())
    app = show("targets", monkeypatch, path, month="2023-11", plan="2023 年")
    targets = "\n".join(all_texts(app))
    assert "当年缺 1 个月的新增，合计只是下限。" in targets
    assert "当年 10 个月平均" in targets and "按此到 *2023-12* 至少 " in targets
    assert "**≥ " in targets  # a lower bound's progress is one
    missing = "\n".join(all_texts(show("overview", monkeypatch, path, month="2023-08")))
    assert "上月（2023-07）的月报未入库" in missing
    drawn = "实名注册用户数截至 2023-11 的逐月新增，10 个月（缺 2023-07）"
    assert any(drawn in s for s in on_the_wall("2023-11"))
    assert any("未入库：2023-07。" in s for s in on_the_wall("2023-11"))
    quality = all_texts(show("quality", monkeypatch, path, month="2023-11"))
    assert any("共 34 个月；2024-07 缺云浮，不算，线在那里断开。" in s for s in quality)
    assert any("中间缺 2023-07。" in s for s in all_texts(show("upload", monkeypatch, path)))


def test_months_are_named():
    months = [
        first_day(m) for m in ("2023-08", "2022-11", "2022-12", "2023-01", "2023-04", "2023-05")
    ]
    assert months_named(months) == "2022-11 至 2023-01（3 个月）、2023-04、2023-05、2023-08"
    assert months_named(months_lacking(months)) == "2023-02、2023-03、2023-06、2023-07"
    assert months_lacking(months[:1]) == []


@pytest.mark.parametrize("month", ["2023-01", "2023-11", "2024-07"])
def test_statuses_add_up_to_the_plan_with_and_without_readings(
    month, monkeypatch, simulated_warehouse
):
    """As many targets as the plan has, one status each, on the wall and on paper."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    for said in (on_the_wall(month), in_documents(month)):
        (told,) = {s for s in said if "2023 年工作要点共 20 项数字目标" in s}
        _, *counts = re.findall("([0-9]+) 项", told)
        assert sum(map(int, counts)) == 20


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
    for file in (f for room in ROOMS.split() for f in (ROOT / room).rglob("*.*")):
        if file.suffix in (".py", ".sql", ".csv", ".typ", ".js"):
            lines = sum(bool(COUNTED.search(line)) for line in file.read_text().splitlines())
            if lines:
                found[str(file.relative_to(ROOT))] = lines
    new = {file: n for file, n in found.items() if n > REGISTRY.get(file, 0)}
    assert not new, "show each with a city, month or target missing, then list it"
