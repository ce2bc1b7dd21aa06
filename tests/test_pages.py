"""Every page on an empty, a partial, a real and a simulated warehouse, through Streamlit's own test
runtime."""

import json
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from catalog import catalog
from ingest.changes.migrate import migrate
from tests.conftest import AUGUST, ROOT
from tests.tables_on_page import bars, cards, hovers, over_months, tables, ways, written
from ui import notes, pickers

PAGES = {
    "overview": "总览",
    "trends": "趋势",
    "cities": "地市排名",
    "projects": "信息化项目",
    "history": "记录",
    "download": "下载",
    "dictionary": "数据字典",
    "source": "数值出处",
    "city": "地市画像",
    "areas": "县区镇街",
    "balance": "均衡",
    "targets": "目标",
    "systems": "系统与平台",
    "quality": "数据质量",
}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]")


def show(page: str, monkeypatch, warehouse, **query) -> AppTest:
    """The page as a link with these parameters opens it."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(warehouse))
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60)
    app.query_params = query
    app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
    assert not app.exception, app.exception
    return app


def texts(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.info, *app.warning]
    return "\n".join([*(p.value for p in parts), written(app)])


def figures(app: AppTest) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


@pytest.mark.both_kinds
@pytest.mark.parametrize("page", PAGES)
def test_an_empty_warehouse_gets_a_sentence(page, monkeypatch, empty_warehouse):
    app = show(page, monkeypatch, empty_warehouse)
    assert [t.value for t in app.title] == [PAGES[page]]
    assert len(app.info) == 1
    assert "数据仓库还是空的" in app.info[0].value
    assert app.get("page_link")[-1].proto.label == "上传第一份月报"


@pytest.mark.parametrize("page", PAGES)
def test_a_partial_month_draws_or_says_why_not(page, monkeypatch, partial_warehouse):
    app = show(page, monkeypatch, partial_warehouse)
    assert [t.value for t in app.title] == [PAGES[page]]
    if page in ("cities", "projects", "city", "balance"):
        assert "2023-07 没有" in app.info[0].value
    elif page == "areas":
        assert "2023-07 还没有县区和镇街的数据" in texts(app)
    else:
        assert tables(app)


@pytest.mark.both_kinds
@pytest.mark.parametrize("page", PAGES)
def test_the_real_months_draw(page, monkeypatch, real):
    named, note = set(), pickers._note

    def noted(label, options, key, *more):
        named.update((key, code) for code in options)
        note(label, options, key, *more)

    monkeypatch.setattr(pickers, "_note", noted)
    app = show(page, monkeypatch, real)
    assert [t.value for t in app.title] == [PAGES[page]]
    # an address holds codes; departments have names only
    assert {key for key, code in named if not code.isascii()} <= {"lead"}
    way = app.get("page_link")[0].proto
    assert (way.label, way.page, way.query_string) == ("怎么用", "help", f"section={page}")
    everything = texts(app) + "".join(h.proto.body for h in app.get("html"))
    assert not INVISIBLE.search(everything)  # it would go along when somebody copies
    charts = {"quality": 1}
    assert len(app.get("plotly_chart")) == charts.get(page, 0)
    assert len(over_months(app)) == {"trends": 4}.get(page, 0)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_simulated_warehouse_says_so(page, monkeypatch, simulated_warehouse):
    app = show(page, monkeypatch, simulated_warehouse)
    assert app.warning[0].value.startswith("**模拟数据**")
    unknown_plan = ["2025 年工作要点尚未收录"] if page == "targets" else []
    assert [i.value.split("，")[0] for i in app.info] == unknown_plan


def test_the_overview_opens_on_the_newest_complete_month(monkeypatch, real_warehouse):
    app = show("overview", monkeypatch, real_warehouse)
    assert app.selectbox(key="month").value == "2022-08"
    assert app.selectbox(key="month").options == ["2023-07（部分）", "2022-08"]
    assert cards(app)["粤省事 · 实名注册用户数"] == "17,432.2 万"
    assert cards(app)["粤商通 · 市场主体注册用户量"] == "1,265.3 万户"
    assert cards(app)["广东政务服务网 · 总访问量"] == "100,407 万"
    # spaces that do not break, so that no unit stands alone
    said = (
        '环比\u00a0<span class="red">▲\u00a01.69%（推算）</span>\u2002当月新增\u00a0289.7\u00a0万'
    )
    assert said in app.get("html")[0].proto.body
    assert "上月（2022-07）的月报未入库" in texts(app)
    assert ">粤政易 开通用户</a><span>（万人）</span>" in app.get("html")[0].proto.body


def test_what_needs_attention_is_named_and_leads_there(monkeypatch, real_warehouse):
    links = ways(show("overview", monkeypatch, real_warehouse))
    assert "广东政务服务网 差评数 ▲\u00a03.88%" in links
    assert links["粤商通月活用户（70.6%）"].startswith("/targets?")
    assert links["粤智助 日均访问量（当月数）"].startswith("/quality?")
    assert links["2023-07（部分数据，来自公开页面）"] == "/?month=2023-07"
    assert [k for k in links if k.startswith("粤智助 日均访问量：月报所印")]
    said = "".join(links)
    assert "由 2022-08 的 13,670.7 万降至 518 万" in said
    assert "好差评-满意" not in said  # no headline: told on its own month


def test_a_partial_month_on_the_overview_says_what_is_missing(monkeypatch, real_warehouse):
    app = show("overview", monkeypatch, real_warehouse, month="2023-07")
    said = texts(app)
    assert "没有“信息化项目”表" in said
    assert "没有“地市推广应用”表" in said
    assert "粤政易 6 项" in said
    shown = cards(app)
    assert (shown["粤省事 · 实名注册用户数"], shown["粤政易 · 开通用户数"]) == ("18,301.3 万", "—")
    assert "</div><p>本月未公布</p>" in app.get("html")[0].proto.body
    (once,) = [(k, to) for k, to in ways(app).items() if "只计政务服务网、粤省事" in k]
    assert once[0].startswith("广东政务服务网 好差评-非常满意、好差评-满意、好差评-基本满意、")
    assert once[1].count("indicators=") == 5


def test_the_ranking_shares_rank_one(monkeypatch, real_warehouse):
    app = show("cities", monkeypatch, real_warehouse, indicator="粤商通 · 覆盖率")
    table = tables(app)[-1]
    assert table["位次"].tolist()[:15] == ["1（并列）"] * 14 + ["15"]
    assert "**14 市**并列第 1 位" in texts(app)
    assert "不可相加" in texts(app)


def test_official_order_region_and_scale_are_choices(monkeypatch, real_warehouse):
    app = show(
        "cities",
        monkeypatch,
        real_warehouse,
        order="官方顺序",
        region=["粤东", "粤西"],
        scale="每万人",
    )
    assert tables(app)[-1]["地市"].tolist() == [
        "汕头",
        "汕尾",
        "阳江",
        "湛江",
        "茂名",
        "潮州",
        "揭阳",
    ]
    assert tables(app)[-1]["位次"].tolist() == ["21", "3", "18", "15", "19", "12", "16"]
    # what the ranks are by stands beside them
    assert list(tables(app)[-1].columns)[:4] == ["位次", "地市", "每万人", "数值（万）"]
    assert "**广州**第 1 位（每万人 22,603），**汕头**第 21 位（每万人 9,153）" in texts(app)
    assert app.query_params["region"] == ["east", "west"]  # a link with names still works
    assert list(bars(app)[0]) == tables(app)[-1]["地市"].tolist()


def test_the_remainder_is_a_named_row(monkeypatch, real_warehouse):
    app = show("cities", monkeypatch, real_warehouse)
    table = tables(app)[0].set_index("区域")
    assert table.loc["省直/未分配", "数值（万）"] == "588.9"
    assert table.loc["珠三角", "占 21 市"] == "67.5%"


def test_a_note_of_several_indicators_stands_once(monkeypatch, real_warehouse):
    app = show("history", monkeypatch, real_warehouse)
    written = next(t for t in tables(app) if "注记" in t)
    assert written["注记"].is_unique and len(written) == 5
    assert written["指标"][1].startswith("广东政务服务网 好差评-非常满意、好差评-满意、")


def test_notes_with_a_number_stand_alone():
    row = {"month": AUGUST, "until": AUGUST, "platform_name": None, "city_name": ""}
    row |= {"text": "口径变了", "written_on": AUGUST}
    rows = pd.DataFrame([{**row, "annotation_id": n} for n in (1, 2, None, None)])
    assert [len(group) for group in notes._once(rows)] == [1, 1, 2]


def test_projects_check_the_total_against_its_parts(monkeypatch, real_warehouse):
    app = show("projects", monkeypatch, real_warehouse)
    assert app.metric[0].value == "1,793 个"
    assert texts(app).count("✓\u00a0一致") == 3
    counts, amounts, steps = bars(app)
    assert (counts["实施"], amounts["实施"]) == ("588（32.8%）", "657,538.96（41.2%）")
    assert steps["准备 → 采购"] == "30"
    body = app.get("html")[0].proto.body
    to = "member=implementation&amp;month=2022-08&amp;measure=cumulative"
    assert f'<a href="/source?indicator=project_amount&amp;{to}"' in body
    assert "合计 1,594,761.72 万元，各阶段相加 1,594,761.72 万元" in texts(app)


def test_trends_tell_reported_derived_and_public_apart(monkeypatch, real_warehouse):
    app = show("trends", monkeypatch, real_warehouse, indicators=["粤省事 · 实名注册用户数"])
    marks = over_months(app)[0]["data"][1]["marker"]["symbol"]
    assert [s for s in marks if s != "circle"] == [
        "triangle-up-open",
        "circle-open",
        "circle-open",
        "diamond",
        "diamond",
    ]
    (drawn,) = [h.proto.body for h in app.get("html") if "over-months" in h.proto.body]
    symbols = re.findall('<i class="([a-z-]+open|diamond)', drawn)
    assert symbols == [m for m in marks if m != "circle"]
    assert "全省　2019-07\n1,300 万　公开数据（下限）" in "".join(hovers(app))
    assert "○ 推算" in texts(app)


def test_marks_are_explained_where_they_are_drawn(monkeypatch, simulated_warehouse):
    def said(*indicators: str) -> str:
        return texts(show("trends", monkeypatch, simulated_warehouse, indicators=list(indicators)))

    columns, lines = "citizen_registered_users", "citizen_daily_page_views"
    assert "缺月断线" not in said(columns)
    assert "缺月断线" in said(columns, lines)


def test_a_measure_an_indicator_lacks_is_said(monkeypatch, real_warehouse):
    app = show(
        "trends", monkeypatch, real_warehouse, indicators=["粤政易 · 接入单位"], measure="当月"
    )
    assert "没有“当月”数据，可改看“累计”" in texts(app)


@pytest.mark.parametrize(
    ("page", "query", "said"),
    [
        (
            "overview",
            {"month": "1999-01"},
            "链接里的数据月份「1999&#45;01」不存在或没有数据，已改用“2022-08”",
        ),
        (
            "cities",
            {"indicator": "粤省事 · 幸福指数"},
            "链接里的指标「粤省事 · 幸福指数」不存在或没有数据",
        ),
        ("cities", {"order": "拼音"}, "链接里的顺序「拼音」"),
        (
            "trends",
            {"indicators": ["粤省事 · 实名注册用户数", "粤省事 · 幸福指数"]},
            "其余选择照常",
        ),
        ("download", {"members": ["香港"]}, "链接里的地区或阶段「香港」"),
    ],
)
def test_an_unknown_value_in_a_link_gets_a_sentence(monkeypatch, real_warehouse, page, query, said):
    assert said in texts(show(page, monkeypatch, real_warehouse, **query))


def test_a_link_with_one_unknown_value_keeps_the_others(monkeypatch, real_warehouse):
    app = show(
        "trends",
        monkeypatch,
        real_warehouse,
        indicators=["粤省事 · 上线服务事项", "粤省事 · 幸福指数"],
    )
    assert app.multiselect(key="indicators").value == ["citizen_services"]


def test_a_link_works_as_people_copy_it(monkeypatch, real_warehouse):
    """广州市 is 广州, and &amp; stands for & where a link was copied out of a page's source."""
    app = show("city", monkeypatch, real_warehouse, city="深圳市", **{"amp;compare": "广州市"})
    assert app.selectbox(key="city").value == "440300"
    assert app.multiselect(key="compare").value == ["440100"]
    assert not [w for w in app.warning if "不存在" in w.value]


def test_text_from_a_link_cannot_format_the_page(monkeypatch, real_warehouse):
    said = texts(
        show("overview", monkeypatch, real_warehouse, month="<b>:red[x]</b> [a](http://evil)")
    )
    assert "<b>" not in said
    assert ":red[x]" not in said


def test_targets_of_the_years_in_sight_stand_at_their_indicator(monkeypatch, real_warehouse):
    two = ["粤商通 · 上线涉企服务数", "粤省事 · 上线服务事项"]  # 2018 to 2023 on one axis
    app = show("trends", monkeypatch, real_warehouse, indicators=two)
    dashed = [t for t in over_months(app)[0]["data"] if t.get("line", {}).get("dash") == "dash"]
    assert [t["y"] for t in dashed] == [[500, 500], [3500, 3500]]
    assert "plan=2023" in ways(app)["2023 年目标 > 3,500 项（粤商通服务事项，期限 2023-12）"]
    other = show("trends", monkeypatch, real_warehouse, indicators=two[:1])  # two months of 2022
    assert not [label for label in ways(other) if "目标" in label]


def test_the_direction_of_colours_can_be_turned(monkeypatch, real_warehouse):
    red = show("overview", monkeypatch, real_warehouse)
    green = show("overview", monkeypatch, real_warehouse, rising="绿涨红跌")
    moved = "▲\u00a01.69%（推算）</span>"
    assert any(f'"red">{moved}' in e.proto.body for e in red.get("html"))
    assert any(f'"green">{moved}' in e.proto.body for e in green.get("html"))


def test_the_download_page_counts_what_it_offers(monkeypatch, real_warehouse):
    app = show("download", monkeypatch, real_warehouse, months=["2022-08"], tables=["地市推广应用"])
    assert app.header[0].value == "共 168 个数值"
    assert tables(app)[0]["地区或阶段"].nunique() == 21
    assert not any("预览的" in e.proto.body for e in app.get("html"))  # 168 rows are all of them
    app = show("download", monkeypatch, real_warehouse)
    assert any("预览的 200 行没有内容，未列出：" in e.proto.body for e in app.get("html"))


def test_rare_filters_of_the_download_page_are_folded_until_one_is_chosen(
    monkeypatch, real_warehouse
):
    def fold(**choice: list[str]):
        app = show("download", monkeypatch, real_warehouse, **choice)
        return next(e for e in app.expander if e.label == "更多筛选：表、区域、口径、性质").proto

    assert not fold(months=["2022-08"]).expanded
    assert fold(regions=["粤东"]).expanded


@pytest.mark.both_kinds
def test_a_warehouse_that_appears_while_the_page_is_open_is_seen(monkeypatch, real, new_warehouse):
    app = show("overview", monkeypatch, new_warehouse)
    migrate(real, new_warehouse, catalog())
    app.run()
    assert cards(app)["粤省事 · 实名注册用户数"] == "17,432.2 万"


def test_pages_that_share_a_choice_share_it_and_no_others_clash(monkeypatch, real_warehouse):
    """From page to page and back with every picker in use: a key asked for in two ways would break
    the second page."""
    app = show("overview", monkeypatch, real_warehouse)
    app.selectbox(key="month").set_value("2023-07").run()
    for page in (
        "projects",
        "source",
        "trends",
        "download",
        "source",
        "cities",
        "dictionary",
        "download",
        "trends",
        "overview",
    ):
        app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
        assert not app.exception, page
        app.run()
        assert not app.exception, page
    assert app.selectbox(key="month").value == "2023-07"


def test_any_page_can_be_seen_as_it_was_known(monkeypatch, real_warehouse):
    """After the first load there was one month, and no public figure."""
    app = show("trends", monkeypatch, real_warehouse, known="第 1 次入库后")
    assert app.warning[0].value.startswith("正在看第 1 次入库后的数据")
    assert set(tables(app)[0]["月份"]) == {"2022-07", "2022-08"}


def test_hovers_are_not_looked_through_where_nothing_was_revised(simulated_warehouse, monkeypatch):
    """It took 400 ms of processor time a page."""
    asked = []
    monkeypatch.setattr("ui.revised.mark_of", lambda *said: asked.append(said) or "")
    assert not show("cities", monkeypatch, simulated_warehouse).exception
    assert asked == []
