"""数据质量, 项目流程, revisions and notes: what the views say and what the pages show."""

import datetime as dt

import pandas as pd
import pytest

from catalog import catalog
from charts.coverage_map import coverage_map
from charts.share_lines import share_lines
from charts.trend_lines import trend_lines
from ingest.changes import annotate
from ingest.changes.publish import publish
from ingest.changes.rebuild import rebuild
from ingest.changes.revert import revert
from ingest.pipeline import check_workbook
from tests.conftest import AUGUST, RAW, edited, run
from tests.tables_on_page import bars, tables
from tests.test_charts import TREND
from tests.test_pages import figures, show, texts
from warehouse import queries
from warehouse.extract import filters
from warehouse.reader import Reader

REVISED = {("month-revision", "", ""): "来源单位更正了累计数"}


def _fill(path) -> None:
    august = (RAW / "2022-08.xlsx").read_bytes()
    publish(path, check_workbook(august, "2022-08.xlsx", catalog()), "张三", catalog())


@pytest.fixture
def path(begun, kind):
    """The real month, published."""
    return begun(_fill, kind)


def publish_again(path, changes: dict, august: bytes, name: str = "修订.xlsx") -> int:
    return publish(
        path,
        check_workbook(edited(august, changes), name, catalog(), path),
        "李四",
        catalog(),
        REVISED,
    ).load_id


# project flow


def test_the_flow_of_the_real_month(real_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    flows = queries.projects.project_flows(AUGUST)
    assert flows["inflow"].tolist() == [107, 30, 32, 17, 22]
    assert flows["outflow"].tolist()[:4] == [30, 32, 17, 22]
    assert flows["months_in_stage"].round(1).tolist()[:4] == [11.0, 3.0, 34.1, 5.2]
    assert not flows["withheld"].any()
    assert "107 → 30 → 32 → 17 → 22" in texts(show("projects", monkeypatch, real_warehouse))


def test_a_flow_that_would_be_negative_is_withheld_with_a_sentence(
    new_warehouse, august, monkeypatch
):
    """验收 −30 with 22 more accepted: 8 projects would have to come back from 验收 to 实施."""
    path = new_warehouse
    data = edited(august, {"信息化项目!D6": "-30", "信息化项目!D3": "102"})
    publish(path, check_workbook(data, "8月.xlsx", catalog()), "张三", catalog())
    assert Reader(path).ask("project_flows", month=AUGUST)["withheld"].all()
    app = show("projects", monkeypatch, path)
    assert "不作推断" in app.warning[0].value
    assert len(bars(app)) == 2  # the stages, counted and in yuan


def test_a_cancelled_project_leaves_from_preparation(new_warehouse, august):
    path = new_warehouse
    data = edited(august, {"信息化项目!D8": "3", "信息化项目!D3": "74"})
    publish(path, check_workbook(data, "8月.xlsx", catalog()), "张三", catalog())
    flows = Reader(path).ask("project_flows", month=AUGUST)
    assert flows["inflow"].tolist() == [107, 30, 32, 17, 22]
    assert flows["months_in_stage"].round(2).iloc[0] == round((369 - 74 / 2) / 33, 2)


# in time, complete, within their history


def test_freshness_counts_what_is_late_and_what_is_missing(real_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    months = queries.quality.freshness(dt.date(2023, 11, 16)).set_index("month")
    assert len(months) == 12
    first, last = months.loc["2022-08-01"], months.loc["2023-07-01"]
    assert (str(first["due_on"].date()), first["days_after_due"], last["days_after_due"]) == (
        "2022-09-15",
        -2,
        16,
    )
    assert months["file_name"].isna().sum() == 10
    assert last["overdue"] == 3  # 2023-08, -09 and -10; the fifteenth of November is over
    assert (
        queries.quality.freshness(dt.date(2023, 9, 15))["overdue"].iloc[0] == 0
    )  # the day itself is not late


def test_an_outlier_stands_out_of_its_own_history_only_when_there_is_enough(
    simulated_warehouse, real_warehouse
):
    assert Reader(real_warehouse).ask("outlier_history", month=AUGUST)["judged"].iloc[0] == 0
    reader = Reader(simulated_warehouse)
    assert reader.ask("outlier_history", month=dt.date(2023, 12, 1))["judged"].iloc[0] == 0
    assert reader.ask("outlier_history", month=dt.date(2025, 12, 1))["judged"].iloc[0] == 225
    found = reader.ask("outliers", month=dt.date(2024, 8, 1))
    assert (found["score"].abs() > 3.5).all()


def test_derived_and_reported_are_compared_once_both_are_there(simulated_warehouse):
    differences = Reader(simulated_warehouse).ask("derived_differences", month=dt.date(2024, 5, 1))
    assert len(differences) == 38
    assert differences["agrees"].all()
    assert Reader(simulated_warehouse).ask("derived_differences", month=dt.date(2025, 12, 1)).empty


def test_the_map_says_in_signs_what_it_says_in_colours():
    frame = pd.DataFrame(
        {
            "month": pd.to_datetime(["2022-08-01", "2022-08-01", "2022-10-01", "2022-10-01"]),
            "label": ["甲", "乙", "甲", "乙"],
            "expected": [2, 2, 2, 2],
            "filled": [2, 1, 2, 0],
            "blank": [0, 1, 0, 0],
            "absent": [0, 0, 0, 2],
            "unprinted": [0, 0, 0, 0],
        }
    )
    (grid,) = coverage_map(frame).data
    assert list(grid.x) == ["2022-08", "2022-09", "2022-10"]
    assert [list(row) for row in grid.text] == [["", "", ""], ["!", "", "×"]]
    assert grid.customdata[1][0] == "应有 2 格：有数 1，印了但空 1，没有印 0"
    assert grid.customdata[0][1] == "这个月的月报未入库"


def test_a_share_breaks_where_a_city_is_missing(simulated_warehouse):
    """云浮 reports nothing in 2024-07: what it holds would be in that month's remainder."""
    lines = share_lines(Reader(simulated_warehouse).ask("remainder_history")).data
    assert [len(line.x) for line in lines] == [36] * 4
    for line in lines:
        assert [f"{x:%Y-%m}" for x, y in zip(line.x, line.y) if y != y] == ["2024-07"]


# revisions


def test_a_revised_value_is_marked_wherever_it_stands(path, august, monkeypatch):
    publish_again(path, {"平台推广应用!C4": "17432.9", "地市推广应用!D4": "4221.6"}, august)
    mark = "r 原 17432.2（第 2 次入库改为 17432.9：来源单位更正了累计数）"
    overview = tables(show("overview", monkeypatch, path))[-1].set_index("指标")
    assert overview.loc["粤省事 实名注册用户数", ["累计", "修订"]].tolist() == [
        "17,432.9 r",
        f"累计：{mark}",
    ]
    assert overview.loc["粤省事 公众号关注量", "修订"] == ""
    trend = tables(show("trends", monkeypatch, path))[0].set_index(["月份", "指标"])
    assert trend.loc[("2022-08", "粤省事 实名注册用户数"), ["数值", "修订"]].tolist() == [
        "17,432.9 r",
        mark,
    ]
    ranking = tables(show("cities", monkeypatch, path))[-1].set_index("地市")
    assert ranking.loc["广州", "修订"].startswith("r 原 4221.5（")
    download = tables(show("download", monkeypatch, path, months=["2022-08"]))[0]
    assert download["修订"].tolist().count(mark) == 1


def test_no_revision_no_column(path, monkeypatch):
    assert "修订" not in tables(show("overview", monkeypatch, path))[-1]


def test_a_revision_is_of_what_was_first_published_and_ends_with_its_revert(path, august):
    def revised(as_of=None) -> list[tuple]:
        table = Reader(path, as_of).ask(
            "figures", **filters(months=["2022-08"]), limit=1000, offset=0
        )
        return [(r["原文"], r["修订"]) for _, r in table[table["修订"] != ""].iterrows()]

    publish_again(path, {"平台推广应用!C4": "17432.9"}, august)
    publish_again(
        path, {"平台推广应用!C4": "17433.1", "平台推广应用!C15": "1,265.3"}, august, "再修订.xlsx"
    )  # a comma revises nothing
    assert revised() == [
        ("17433.1", "r 原 17432.2（第 3 次入库改为 17433.1：来源单位更正了累计数）")
    ]
    assert revised(2) == [
        ("17432.9", "r 原 17432.2（第 2 次入库改为 17432.9：来源单位更正了累计数）")
    ]
    assert revised(1) == []
    revert(path, 3, "再修订有误，退回上一版", "王五", catalog())
    assert revised() == [
        (
            "17432.9",
            "r 原 17432.2（第 4 次入库改为 17432.9：再修订有误，退回上一版；来源单位更正了累计数）",
        )
    ]


# notes


def test_a_note_is_kept_through_a_rebuild_and_taking_it_back_is_a_new_row(path):
    said = ("citizen_registered_users", "系统割接当月补录，推测值偏高", "张三")
    assert annotate.annotate(path, AUGUST, *said, catalog()) == 1
    assert (
        annotate.annotate(path, AUGUST, "office_users", "第二条注记的文字", "李四", catalog()) == 2
    )
    assert annotate.take_back(path, 2, "写错了指标，撤回", "李四", catalog()) == 3
    before = Reader(path).ask("annotations")
    shown = before[~before["indicator_code"].str.startswith("review")]
    assert shown[["indicator_code", "author"]].to_numpy().tolist() == [
        ["citizen_daily_transactions", "看板维护者"],
        ["citizen_registered_users", "张三"],
        ["kiosk_daily_visits", "看板维护者"],
    ]
    assert "很可能是健康码查询停止所致" in before["text"].iloc[0]
    rebuild(path, catalog())
    pd.testing.assert_frame_equal(Reader(path).ask("annotations"), before)
    with pytest.raises(annotate.NoSuchNote):
        annotate.take_back(path, 2, "再撤回一次，应当失败", "李四", catalog())


def test_an_earlier_state_shows_the_notes_of_its_time(path):
    publish(
        path,
        check_workbook((RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx", catalog(), path),
        "张三",
        catalog(),
    )
    annotate.annotate(path, AUGUST, "office_users", "第二次入库之后写的注记", "李四", catalog())
    written = [
        Reader(path, as_of).ask("annotations")["indicator_code"].eq("office_users").sum()
        for as_of in (None, 1)
    ]
    assert written == [1, 0]


def test_notes_of_the_catalogue_do_not_speak_of_a_simulated_world(simulated_warehouse):
    assert Reader(simulated_warehouse).ask("annotations").empty


CITY_NOTE = ["--month", "2022-08", "--indicator", "city_citizen_users", "--text", "深圳补录数据"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--month", "2022-08", "--indicator", "office_users", "--text", "命令行写的注记"], 0),
        (["--month", "2022-08", "--text", "没有指标的注记"], 2),
        (["--month", "2022-08", "--indicator", "no_such", "--text", "没有这个指标"], 2),
        (["--month", "2022-08", "--indicator", "office_users", "--text", "太短"], 2),
        (["--remove", "7", "--text", "没有这条注记可撤"], 1),
        ([*CITY_NOTE, "--until", "2022-10", "--city", "440300"], 0),
        ([*CITY_NOTE, "--until", "2022-07"], 2),
        ([*CITY_NOTE, "--city", "440300", "--indicator", "office_users"], 2),
        (
            [
                "--remove",
                "7",
                "--month",
                "2022-08",
                "--indicator",
                "office_users",
                "--text",
                "又写又撤不行",
            ],
            2,
        ),
    ],
)
def test_notes_on_the_command_line(path, monkeypatch, arguments, code):
    assert run(["annotate", *arguments], path, monkeypatch) == code


def test_a_note_is_drawn_above_the_points_and_told_in_words():
    notes = pd.DataFrame(
        {
            "month": pd.to_datetime(["2022-08-01", "1999-01-01"]),
            "until": pd.to_datetime(["2022-08-01", "1999-01-01"]),
            "city_name": "",
            "text": ["甲" * 30, "图外"],
            "author": "张<三>",
            "written_on": dt.date(2026, 1, 2),
        }
    )
    chart = trend_lines(TREND, notes=notes)
    (mark,) = [t for t in chart.data if t.text]
    assert (list(mark.text), mark.yaxis, len(chart.layout.shapes)) == (["注"], "y2", 1)
    assert chart.layout.yaxis.range[1] > 4.0 + 0.2 * 3  # room for it above the highest of 1 to 4
    assert list(mark.customdata[0]) == ["甲" * 30, "张&lt;三&gt;", "2026-01-02", "2022-08　"]


def test_a_note_on_several_months_is_a_band_as_far_as_they_are_shown():
    shown = pd.date_range("2022-05-01", periods=4, freq="MS")
    notes = pd.DataFrame(
        {"month": [shown[2]], "until": pd.to_datetime(["2022-12-01"]), "city_name": ["<深>"]}
        | {"text": ["割接"], "author": ["甲"], "written_on": [dt.date(2026, 1, 2)]}
    )
    chart = trend_lines(TREND, notes=notes)
    [band] = chart.layout.shapes
    assert (band.type, band.x0, band.x1) == ("rect", shown[2], TREND["month"].max())
    (mark,) = [t for t in chart.data if t.text]
    assert mark.customdata[0][3] == "2022-07 至 2022-12　&lt;深&gt;"


def test_a_note_on_one_city_stands_on_its_charts_only(path, monkeypatch):
    about = {"until": dt.date(2022, 9, 1), "city": "440300"}
    said = ("city_citizen_users", "深圳割接期间补录", "张三")
    assert annotate.annotate(path, AUGUST, *said, catalog(), **about) == 1
    with pytest.raises(ValueError, match="before"):
        annotate.annotate(path, AUGUST, *said, catalog(), until=dt.date(2022, 7, 1))
    with pytest.raises(ValueError, match="no city"):
        annotate.annotate(path, AUGUST, "office_users", *said[1:], catalog(), city="440300")
    rebuild(path, catalog())
    noted = Reader(path).ask("annotations").query("indicator_code == 'city_citizen_users'")
    [row] = noted.to_dict("records")
    assert (f"{row['until']:%Y-%m}", row["city_name"]) == ("2022-09", "深圳")
    drawn = {"indicators": ["city_citizen_users"]}
    at = {
        city: show("trends", monkeypatch, path, cities=[city], **drawn) for city in ("广州", "深圳")
    }
    assert ["深圳割接期间补录" in texts(app) for app in at.values()] == [False, True]
    assert "注 2022-08 至 2022-09 深圳" in texts(at["深圳"])
    assert "深圳割接期间补录" in texts(show("city", monkeypatch, path, city="深圳"))


def test_an_admin_writes_a_note_under_the_chart(path, monkeypatch):
    app = show("trends", monkeypatch, path, indicators=["citizen_services"])
    assert not app.text_area  # sent when somebody opens it
    app.session_state["trend_note_open"] = True
    app.run()
    app.text_area(key="trend_note_text").set_value("图下面写的一条注记")
    app.text_input(key="trend_note_author").set_value("张三")
    next(b for b in app.button if b.label == "写入注记").click().run()
    assert app.success[0].value == "已写入注记 1。"
    assert "图下面写的一条注记" in texts(app)
    assert not app.text_area  # closed: a second click would write it again
    monkeypatch.setenv("KPI_OPEN_READONLY", "yes")
    app = show("trends", monkeypatch, path, indicators=["citizen_services"])
    app.session_state["trend_note_open"] = True
    app.run()
    assert "写入注记" not in [b.label for b in app.button]


def test_an_editor_writes_and_takes_back_a_note_on_the_page(path, monkeypatch):
    app = show("history", monkeypatch, path)
    app.session_state["note_open"] = True
    app.run()
    app.selectbox(key="note_indicator").set_value("citizen_services")
    app.text_area(key="note_text").set_value("页面上写的一条注记")
    app.text_input(key="note_author").set_value("张三")
    next(b for b in app.button if b.label == "写入注记").click().run()
    assert app.success[0].value == "已写入注记 1。"
    assert "页面上写的一条注记" in texts(
        show("trends", monkeypatch, path, indicators=["粤省事 · 上线服务事项"])
    )
    app = show("history", monkeypatch, path)
    next(b for b in app.button if b.label == "撤回这条注记").click().run()
    assert "写明原因" in app.warning[0].value
    app.text_input(key="note_reason").set_value("写错了月份，撤回")
    app.text_input(key="note_remover").set_value("李四")
    next(b for b in app.button if b.label == "撤回这条注记").click().run()
    assert app.success[0].value == "已撤回注记 1。"


# the page


def test_the_quality_page_on_an_empty_warehouse(monkeypatch, empty_warehouse):
    app = show("quality", monkeypatch, empty_warehouse)
    assert "数据仓库还是空的" in app.info[0].value


def test_the_quality_page_of_the_real_month(monkeypatch, real_warehouse):
    app = show("quality", monkeypatch, real_warehouse)
    assert [m.value for m in app.metric] == ["246 / 249 项", "0 项", "0 格", "—"]
    assert "3 项勾稽不符" in app.warning[0].value
    assert "历史太短" in texts(app)
    assert len(figures(app)) == 1  # of one month with cities there is no line to draw
    only = tables(show("quality", monkeypatch, real_warehouse, rule="broken", detail="indicator"))[
        2
    ]
    assert only["应当"].tolist()[1:] == [
        "= 总访问人数当月新增 ÷ 31 天 15,248.39 人",
        "= 总访问量当月新增 ÷ 31 天 99,293.55 次",
    ]
    assert only["操作数的出处"].str.contains("2022-08.xlsx｜平台推广应用!").all()


def test_the_quality_page_of_a_partial_month_says_what_it_cannot(monkeypatch, real_warehouse):
    app = show("quality", monkeypatch, real_warehouse, rule="项目各阶段相加等于合计")
    app.selectbox(key="month").set_value("2023-07").run()
    said = texts(app)
    assert "2023-07 没有地市表" in said
    assert "本月缺少这条规则的操作数，无法核对" in said


def test_the_quality_page_of_the_simulated_months(monkeypatch, simulated_warehouse):
    app = show("quality", monkeypatch, simulated_warehouse)
    app.selectbox(key="month").set_value("2025-06").run()
    assert [m.value for m in app.metric][:2] == ["438 / 438 项", "0 项"]
    assert "13 条规则：**13** 条成立。" in texts(app)
    assert len(tables(app)[0]) == 13  # none that does not hold stands before it
    assert "38 个数可由 2025 年 7 月的月报推出：**38** 个" in texts(app)


def test_each_side_of_a_check_has_the_decimals_of_its_source(real_warehouse, monkeypatch):
    """1,265.3 of the report stood as 1,265.30 beside the cities' 1,244.99."""
    pages = [show("quality", monkeypatch, real_warehouse, month="2022-08")]
    pages.append(show("cities", monkeypatch, real_warehouse, indicator="city_business_entities"))
    pages.append(show("quality", monkeypatch, real_warehouse, month="2023-07"))
    said = [str(v) for app in pages for t in tables(app) for v in t.to_numpy().ravel()]
    assert "≤ 全省 1,265.3 万" in said and "21 市之和 1,244.99 万" in said
    assert "当月新增 15 万户" in said and "≤ 累计 1,494.2 万户" in said
    assert "1,265.3" in said and not [s for s in said if "1,265.30" in s]


def test_single_checks_are_folded_until_a_rule_is_chosen(monkeypatch, real_warehouse):
    def opened(app) -> bool:
        return next(e.proto.expanded for e in app.expander if e.label == "全部规则与逐项核对")

    app = show("quality", monkeypatch, real_warehouse, month="2022-08")
    assert not opened(app)
    assert "13 条规则：**8** 条成立，**1** 条不符，**4** 条缺数，无法核对。" in texts(app)
    assert tables(app)[0]["结果"].tolist() == ["✕ 3 项不符"]  # in sight, the other 12 are not
    assert len(tables(app)[1]) == 13
    assert opened(show("quality", monkeypatch, real_warehouse, rule="cross-check"))
    app.selectbox(key="rule").set_value("broken").run()
    assert opened(app)
    app.selectbox(key="rule").set_value("all").run()
    assert opened(app)  # not folded again under who reads them
