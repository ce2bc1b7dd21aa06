"""县区镇街 as its readers see it: opened by a link, on a handful of counties and towns, on the real
data alone, on nothing."""

import shutil

import pandas as pd
import pytest

from tests.areas import AUGUST, MONTHS, few_areas, put
from tests.conftest import RAW, run
from tests.tables_on_page import over_months, tables, ways
from tests.test_pages import figures, show, texts
from warehouse.file import FileWarehouse


@pytest.fixture(scope="module")
def few(shared, tmp_path_factory):
    return few_areas(shared, tmp_path_factory.mktemp("areas"))


def buttons(app) -> list[str]:
    return [b.label for b in app.button]


def levels(app) -> list[str]:
    return next(c.options for c in app.button_group if c.label == "排到哪一级")


def table(app, column: str) -> list[str]:
    """The column of the first table, 位次表."""
    return tables(app)[0][column].tolist()


def test_the_province_ranks_what_the_ranking_of_cities_does_not(monkeypatch, few):
    app = show("areas", monkeypatch, few)
    assert "全省 3 个县区　·　第 1 位 **越秀区、海珠区**（80.0 万）" in texts(app)
    assert levels(app) == ["县区", "镇街"]
    assert buttons(app)[:3] == ["广州", "深圳", "珠海"]  # the first step down the tree
    assert "**全省**" not in texts(app)  # no way up: the picker says where this is
    assert len(table(app, "县区")) == 3


def test_a_city_shows_its_counties_its_own_place_and_who_is_silent(monkeypatch, few):
    app = show("areas", monkeypatch, few, area="广州")
    said = texts(app)
    assert "**广州**　4,221.5 万　·　全省 21 市中第 1 位" in said
    assert (
        "广州 3 个县区　·　第 1 位 **越秀区、海珠区**（80.0 万）　·　第 3 位 **荔湾区**（60.0 万）"
        in said
    )
    assert (
        "上升最多 **越秀区**（▲ 2）　·　下降最多 **荔湾区**（▼ 2）　·　8 个县区未报，不参与排名"
        in said
    )
    assert (
        "3 个县区（缺 8 个县区）合计 220.0 万　·　广州 4,221.5 "
        "万（2022&#45;08&#46;xlsx｜地市推广应用&#33;D4）　·　有缺，不算差额和占比"
    ) in said
    assert table(app, "位次") == ["1（并列）", "1（并列）", "3"]
    assert table(app, "环比") == ["▲ 14.29%", "▲ 6.67%", "▼ 33.33%"]
    assert table(app, "出处")[2] == "2022-08-areas.xlsx｜县区推广应用!E4"
    assert app.expander[0].label == "没有上报、不参与排名：8 个县区"
    assert tables(app)[1]["空白的格子"].tolist()[:2] == [
        "2022-08-areas.xlsx｜县区推广应用!E7",
        "没有印这一行",
    ]
    assert buttons(app)[:4] == ["全省", "越秀区", "海珠区", "荔湾区"]


def test_a_county_named_by_its_path_shows_its_towns_and_leads_back_up(monkeypatch, few):
    app = show("areas", monkeypatch, few, area="越秀区（广州）")
    assert "**越秀区**　80.0 万　·　广州 3 个县区中第 1 位（并列），比上月 ▲ 2" in texts(app)
    assert levels(app) == ["镇街"]
    assert table(app, "镇街") == ["北京街道", "洪桥街道"]
    profile = tables(app)[2].set_index("指标")
    assert profile.loc["粤商通 覆盖率", ["数值", "位次", "参加"]].tolist() == [
        "88.00%",
        "2",
        "2 个县区",
    ]
    assert profile.loc["粤政易 日活率", ["数值", "位次", "参加", "出处"]].tolist() == [
        "—",
        "—",
        "—",
        "—",
    ]
    next(b for b in app.button if b.label == "广州").click().run()
    assert app.session_state["area"] == "440100"
    assert levels(app) == ["县区", "镇街"]
    assert app.session_state["level"] == "county"
    next(b for b in app.button if b.label == "荔湾区").click().run()
    assert "没有荔湾区各镇街的“粤省事 · 注册用户数”" in app.info[0].value


def test_a_town_is_seen_among_its_neighbours(monkeypatch, few):
    app = show("areas", monkeypatch, few, area="洪桥街道（广州越秀区）")
    assert "**洪桥街道**　5.0 万　·　越秀区 2 个镇街中第 2 位" in texts(app)
    assert buttons(app)[:3] == ["全省", "广州", "越秀区"]
    assert table(app, "镇街") == ["北京街道", "洪桥街道"]
    assert len(set(figures(app)[0]["data"][0]["marker"]["color"])) == 2


def test_a_city_without_counties_goes_straight_to_its_towns(monkeypatch, few):
    app = show("areas", monkeypatch, few, area="东莞")
    assert levels(app) == ["镇街"]
    assert table(app, "镇街") == ["石碣镇", "东城街道"]


def test_towns_of_the_whole_province_name_what_they_lie_in(monkeypatch, few):
    app = show("areas", monkeypatch, few, level="镇街")
    assert figures(app)[0]["layout"]["yaxis"]["ticktext"][1] == "北京街道（越秀区）"
    assert table(app, "上级") == ["东莞", "越秀区", "越秀区", "东莞", "天河区"]
    assert "1,605 个镇街未报" in texts(app)


def test_an_area_without_a_figure_of_its_own_says_so(monkeypatch, few):
    app = show("areas", monkeypatch, few, area="天河区（广州）")
    assert "**天河区**没有上报该指标，不参与排名" in texts(app)
    assert "1 个镇街（缺 20 个镇街）合计 2.0 万　·　天河区没有同口径的数，合计无从对照" in texts(
        app
    )


def test_a_rate_has_no_sum_and_changes_in_points(monkeypatch, few):
    app = show("areas", monkeypatch, few, area="广州", indicator="粤商通 · 覆盖率")
    assert "该指标不可相加，没有合计。" in texts(app)
    assert table(app, "县区") == ["荔湾区", "越秀区"]


def test_the_history_is_broken_where_a_month_is_missing(monkeypatch, few):
    app = show("areas", monkeypatch, few, area="荔湾区（广州）")
    (history,) = over_months(app)
    y = [None if pd.isna(v) else v for v in history["data"][0]["y"]]
    assert y == [50.0, None, 90.0, 60.0]


def test_residents_of_counties_are_unknown(monkeypatch, few):
    app = show("areas", monkeypatch, few, area="广州", scale="每万人")
    assert "目录里没有县区的常住人口，不能按每万人排，已改用总量" in app.info[0].value


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"area": "朝阳区"}, "链接里的地区「朝阳区」不存在或没有数据，已改用“全省”"),
        (
            {"area": "东莞", "level": "县区"},
            "链接里的排到哪一级「县区」不存在或没有数据，已改用“镇街”",
        ),
    ],
)
def test_what_a_link_cannot_name_gets_a_sentence(monkeypatch, few, query, said):
    assert said in texts(show("areas", monkeypatch, few, **query))


def test_the_real_data_alone_say_what_can_be_loaded(monkeypatch, real_warehouse):
    app = show("areas", monkeypatch, real_warehouse)
    said = texts(app)
    assert "县区和镇街：还没有该月的工作簿，上传后这里会有" in said
    assert "**2022-08 还没有县区和镇街的数据**。" in said
    assert "全省 122 个县区、1,610 个镇街，一行一个地区" in said
    assert not figures(app)
    assert not tables(app)  # the ranking of cities has its page
    assert buttons(app)[:2] == ["广州", "深圳"]
    city = show("areas", monkeypatch, real_warehouse, area="广州")
    assert (
        "2022-08 还没有县区和镇街的数据。上传这个月的县区镇街工作簿后，这里会有广州各县区的排名。"
        in city.info[0].value
    )
    assert tables(city)[0].set_index("指标").loc["粤省事 注册用户数", "位次"] == "1"


def test_an_earlier_state_is_shown_as_it_was(monkeypatch, few, tmp_path):
    path = FileWarehouse(tmp_path / "revised.duckdb")
    shutil.copy(few, path)
    number = put(path, AUGUST, MONTHS[AUGUST] | {("440103", "city_citizen_users"): "100.0"})
    assert table(show("areas", monkeypatch, path, area="广州"), "县区")[0] == "荔湾区"
    assert (
        table(
            show("areas", monkeypatch, path, area="广州", known=f"第 {number - 1} 次入库后"), "县区"
        )[0]
        == "越秀区"
    )
    history = show("history", monkeypatch, path)
    assert tables(history)[0]["内容"].tolist()[:1] == ["县区镇街"]
    assert tables(history)[1]["指标"].tolist() == ["粤省事 注册用户数 荔湾区（广州）"]


def test_cities_and_a_city_lead_here(monkeypatch, few):
    for page, label in (("cities", "看县区镇街"), ("city", "看广州的县区镇街")):
        app = show(page, monkeypatch, few)
        assert label in {*ways(app), *(link.proto.label for link in app.get("page_link"))}


def test_the_dictionary_finds_a_town(monkeypatch, few):
    app = show("dictionary", monkeypatch, few, find="石碣")
    town = tables(app)[-1]
    assert town.values.tolist() == [["441900101", "石碣镇", "镇街", "东莞"]]


def test_a_month_that_only_counties_have(monkeypatch, tmp_path):
    path = FileWarehouse(tmp_path / "partial.duckdb")
    assert run(["load", str(RAW / "2023-07.xlsx")], path, monkeypatch) == 0
    put(path, AUGUST, MONTHS[AUGUST])
    app = show("areas", monkeypatch, path, area="广州")
    assert "全省和地市：没有该月月报　·　县区" in texts(app)
    assert "广州没有同口径的数，合计无从对照" in texts(app)
