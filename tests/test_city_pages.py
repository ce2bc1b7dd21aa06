"""地市排名, 地市画像 and 均衡 as their readers see them, on a partial, the real and the simulated
warehouse."""

import datetime as dt
import re
from decimal import Decimal

import pandas as pd
import pytest

from tests.tables_on_page import bars, hovers, legends, over_months, tables, ways
from tests.test_pages import figures, show, texts
from ui.city import answer
from warehouse import queries
from words.numbers import adding_up, number, shares_note


def at_month(page: str, monkeypatch, warehouse, month: str, **query):
    """The page with the month chosen by hand."""
    app = show(page, monkeypatch, warehouse, **query)
    app.selectbox(key="month").set_value(month).run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("page", ["cities", "city", "balance"])
def test_a_month_without_cities_gets_a_sentence(page, monkeypatch, partial_warehouse):
    app = show(page, monkeypatch, partial_warehouse)
    assert "2023-07 没有" in app.info[0].value
    assert not app.get("plotly_chart")


def test_the_real_ranking_says_what_it_cannot_say_yet(monkeypatch, real_warehouse):
    app = show("cities", monkeypatch, real_warehouse, indicator="粤商通 · 覆盖率")
    assert (
        "**14 市**并列第 1 位（100.00%，封顶），**深圳**第 21 位（54.01%），相差 **45.99 百分点**"
        in texts(app)
    )
    assert "没有 2022-07 的地市数据，还不能说进步或退步" in texts(app)
    assert "还画不出位次的走势" in texts(app)
    table = tables(app)[-1]
    assert table["标记"].tolist() == ["封顶"] * 14 + [""] * 7
    assert not {"变化", "环比", "位次区间"} & set(table.columns)  # nothing would stand in them
    (ties,) = bars(app)
    assert len(ties) == 8  # the fourteen at 100 % are one bar
    assert ties["14 市并列"] == "100.00% 封顶"
    assert app.get("html")[0].proto.body.count("grid-area:") == 21
    assert tables(app)[0]["中位数（%）"].tolist() == [
        "89.34",
        "100.00",
        "100.00",
        "100.00",
        "100.00",
    ]


def test_the_gap_of_an_amount_is_how_many_times(monkeypatch, real_warehouse):
    said = texts(show("cities", monkeypatch, real_warehouse))
    assert (
        "**广州**第 1 位（4,221.5 万），**阳江**第 21 位（265.0 万），最高是最低的 **15.9 倍**"
        in said
    )
    assert "前三位合计占 21 市的 45.6%" in said  # (4,221.5 + 1,981.0 + 1,475.4) ÷ 16,843.3


def test_the_bars_say_their_unit_in_their_title(monkeypatch, real_warehouse):
    def titles(**query) -> list[str]:
        app = show("cities", monkeypatch, real_warehouse, **query)
        return re.findall("<h2>(粤[^<]*)</h2>", "".join(h.proto.body for h in app.get("html")))

    assert titles() == ["粤省事 · 注册用户数（万）"]
    assert titles(scale="每万人") == ["粤省事 · 注册用户数（每万人）"]
    assert titles(indicator="粤商通 · 覆盖率") == ["粤商通 · 覆盖率（%）"]


def test_in_official_order_no_city_is_folded(monkeypatch, real_warehouse):
    app = show("cities", monkeypatch, real_warehouse, indicator="粤商通 · 覆盖率", order="官方顺序")
    names = list(bars(app)[0])
    assert (names[0], len(names)) == ("广州", 21)


def test_simulated_months_show_changes_progress_and_ranks_over_time(
    monkeypatch, simulated_warehouse
):
    app = show("cities", monkeypatch, simulated_warehouse, indicator="粤政易 · 日活率")
    table = tables(app)[-1]
    assert table["变化"].str.match("持平|[▲▼] [0-9]+").all()
    assert table["环比"].str.match("持平|[▲▼] [0-9.]+ 百分点").all()
    assert table["进步位次"].str.match("[0-9]+(（并列）)?$").all()
    assert "上升最多" in texts(app)
    still = show("cities", monkeypatch, simulated_warehouse)  # 21 ranks as a month before
    assert "位次都与上月相同" in texts(still) and "上升最多" not in texts(still)
    assert lines(app) == [
        ("circle", "4"),
        ("circle", "9"),
        ("square", "9"),
        ("diamond", "9"),
    ]  # three moved most


def test_a_year_without_a_move_is_a_sentence(monkeypatch, simulated_warehouse):
    def body(**query) -> str:
        app = at_month("cities", monkeypatch, simulated_warehouse, "2024-07", **query)
        return "".join(h.proto.body for h in app.get("html"))

    said = "一年之内各市的位次没有变化"
    still, chosen = body(), body(highlight=["广州"])
    assert said in still and "：位次走势；" not in still
    assert said not in chosen and "：位次走势；" in chosen


def test_cities_to_highlight_are_a_choice(monkeypatch, simulated_warehouse):
    app = show("cities", monkeypatch, simulated_warehouse, highlight=["云浮", "广州"])
    assert lines(app) == [("circle", "4"), ("circle", "9"), ("square", "9")]
    body = "".join(h.proto.body for h in app.get("html"))
    then = "云浮　2024-12　第 [0-9]+ 位 [0-9.]+ 万"
    assert re.search(f"位次走势；{then}，云浮　2025-12　第 [0-9]+ 位 [^；]*；广州　", body)


def lines(app) -> list[tuple[str, str]]:
    """The marks of the lines of 位次走势 and their sizes."""
    body = "".join(h.proto.body for h in app.get("html"))
    return re.findall('<div class="([a-z-]+)" style="color:[^;]+;--size:([0-9]+)px', body)


def test_a_silent_city_is_named_and_not_ranked(monkeypatch, simulated_warehouse):
    app = at_month("cities", monkeypatch, simulated_warehouse, "2024-07")
    assert "没有上报、不参与排名的市：云浮（空白" in texts(app)
    assert "云浮" not in tables(app)[-1]["地市"].tolist()
    assert "云浮\n未报" in texts(app)
    later = at_month("cities", monkeypatch, simulated_warehouse, "2024-08")
    assert tables(later)[-1].set_index("地市").loc["云浮", "变化"] == "—"


def test_a_city_alone(monkeypatch, real_warehouse):
    app = show("city", monkeypatch, real_warehouse)
    assert (
        "**广州**（珠三角）　·　最靠前：**注册用户数**（按每万人第 1 位，比全省高 69.1%）　·　"
        "最靠后：**覆盖率**（第 20 位，比各市中位数低 42.22 百分点）"
    ) in texts(app)
    assert ways(app)["粤商通 覆盖率"] == "/cities?indicator=city_business_coverage&month=2022-08"
    assert "广州：综合得分 **61.9**，第 5 位" in texts(app)
    assert "上月没有广州的数据，无法比较位次变化" in texts(app)
    assert "只有 1 个月的地市数据" in texts(app)
    table, working, parts, scores = (tables(app)[n] for n in range(4))
    assert parts["计入"].tolist()[-1] == "61.9"
    table, working = table.set_index("指标"), working.set_index("指标")
    users = table.loc["粤省事 注册用户数"]
    assert users[["数值", "位次", "与全省比"]].tolist() == ["4,221.5 万", "1", "+69.1%"]
    assert working.loc["粤省事 注册用户数", ["全省", "出处"]].tolist() == [
        "每万人 13,366（21 市合计）",
        "2022-08.xlsx｜地市推广应用!D4",
    ]
    assert working.loc["粤商通 覆盖率", "全省"] == "100.00%（21 市中位数）"
    assert len(scores) == 21


def test_a_city_gains_from_a_month_to_the_next(real_warehouse, simulated_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    rows = queries.city.city_history(dt.date(2025, 12, 1), ["440100"])
    users = rows[rows["indicator_code"] == "city_citizen_users"].set_index("month")
    assert users["value"].iloc[-2:].tolist() == [2598.9, 2609.8]
    assert users["grown"].iloc[-1] == 10.9 and pd.isna(users["grown"].iloc[0])
    assert rows[rows["indicator_code"] == "city_office_active_rate"]["grown"].isna().all()


def test_what_moved_is_named_where_it_is_little(monkeypatch, simulated_warehouse):
    app = show("city", monkeypatch, simulated_warehouse)
    assert "　·　位次比上月：日活率 ▼ 1" in texts(app)
    later = at_month("city", monkeypatch, simulated_warehouse, "2024-08", city="445300")
    assert "上月没有云浮的数据，无法比较位次变化" in texts(later)  # the others had
    ranks = pd.DataFrame({"indicator_name": list("甲乙丙"), "rank_change": [1.0, -2.0, 3.0]})
    assert answer._moved(ranks) == "位次比上月：2 项上升、1 项下降"
    assert answer._moved(ranks.assign(rank_change=0.0)) == "各项位次与上月相同"


def test_two_cities_side_by_side(monkeypatch, simulated_warehouse):
    app = show("city", monkeypatch, simulated_warehouse, city="珠海", compare="深圳")
    assert legends(app)[0] == ["其他市", "珠海", "深圳"]
    assert tables(app)[0].columns.tolist() == ["指标", "数值", "位次", "深圳数值", "深圳位次"]
    assert {"变化", "与全省比", "深圳每万人", "深圳出处"} <= set(tables(app)[1].columns)
    assert "**深圳**（珠三角）　·　最靠前：" in texts(app)
    (said,) = [t for t in texts(app).split("\n") if t.startswith("**深圳**（珠三角）")]
    assert "（按每万人第 " in said  # the list below has places by amount


def test_six_cities_share_each_chart_and_a_seventh_is_not_taken(monkeypatch, simulated_warehouse):
    others = ["深圳", "广州", "佛山", "云浮", "珠海", "汕头"]
    app = show("city", monkeypatch, simulated_warehouse, city="珠海", compare=others)
    names = ["珠海", "深圳", "广州", "佛山", "云浮"]  # 珠海 beside itself is one city
    assert legends(app)[0] == ["其他市", *names]
    assert len(app.get("image")) == 8  # one an indicator
    assert all(f"{name}数值" in tables(app)[0] for name in names[1:])


def test_weights_in_the_link_change_the_score(monkeypatch, real_warehouse):
    only = {
        f"weight_{code}": "0"
        for code in (
            "city_citizen_services",
            "city_citizen_users",
            "city_citizen_app_installs",
            "city_business_entities",
            "city_business_active_users",
            "city_office_users",
            "city_office_active_rate",
        )
    }
    app = show("city", monkeypatch, real_warehouse, **only)
    assert "综合得分 **5.0**，第 20 位" in texts(
        app
    )  # 覆盖率 alone: 广州 leaves one of twenty behind
    none = show("city", monkeypatch, real_warehouse, **only, weight_city_business_coverage="0")
    assert "所有权重都是 0" in texts(none)


def test_a_weight_that_does_not_exist_gets_a_sentence(monkeypatch, real_warehouse):
    assert "链接里的粤商通 · 覆盖率「99」不存在或没有数据，已改用 1" in texts(
        show("city", monkeypatch, real_warehouse, weight_city_business_coverage="99")
    )


def test_a_city_that_did_not_report_gets_a_sentence(monkeypatch, simulated_warehouse):
    app = at_month("city", monkeypatch, simulated_warehouse, "2024-07", city="云浮")
    assert "2024-07 没有云浮的数据" in app.info[0].value


def test_the_real_balance_states_shares_and_no_direction(monkeypatch, real_warehouse):
    app = show("balance", monkeypatch, real_warehouse, indicator="粤商通 · 月活跃用户数")
    rate = "/balance?indicator=city_office_active_rate&month=2022-08"  # no share, so no bar
    assert ways(app)["粤政易 日活率"] == rate
    said = texts(app)
    assert "珠三角 9 市占 **81.6%**（常住人口占 61.9%）" in said
    assert "还不能说差距在缩小还是扩大" in said
    assert re.search("每万人数最高（[^）]+）是最低（[^）]+）的 [*][*][0-9.]+ 倍", said)
    table = tables(app)[1].set_index("指标")
    assert table.loc["粤省事 注册用户数", ["珠三角占比", "珠三角合计"]].tolist() == [
        "67.5%",
        "11,368.4 万",
    ]
    assert not figures(app)
    assert [h.split("\n")[:2] for h in hovers(app)][:2] == [
        ["注册用户数　珠三角 67.5%", "11,368.4 万"],
        ["注册用户数　粤东西北 32.5%", "5,474.9 万"],
    ]


def test_simulated_months_say_the_direction(monkeypatch, simulated_warehouse):
    app = show("balance", monkeypatch, simulated_warehouse)
    assert "差距比上月缩小 0.02 百分点" in texts(app)
    assert (len(figures(app)), len(over_months(app))) == (0, 3)
    silent = at_month("balance", monkeypatch, simulated_warehouse, "2024-07")
    assert "只有 20 市（缺云浮）上报，少一个市就会改变区域之间的对比" in texts(silent)
    assert "云浮" in texts(silent)


def test_a_rate_has_months_without_a_share(monkeypatch, simulated_warehouse):
    """The card of shares that nobody shows was drawn, and ended the page."""
    app = show("balance", monkeypatch, simulated_warehouse, indicator="粤商通 · 覆盖率")
    assert not app.exception
    assert (len(figures(app)), len(over_months(app))) == (0, 2)


def test_a_rate_has_no_share(monkeypatch, real_warehouse):
    assert "不可相加，没有占比" in texts(
        show("balance", monkeypatch, real_warehouse, indicator="粤商通 · 覆盖率")
    )


def test_the_parts_of_a_score_add_up_as_they_are_printed(monkeypatch, real_warehouse):
    """10.6 + 12.5 + 10.0 + 8.1 + 0.6 + 10.0 + 5.0 + 5.0 was 61.8 under 61.9."""
    app = show("city", monkeypatch, real_warehouse, city="440100")
    (parts,) = [t for t in tables(app) if "计入" in t]
    *each, whole = (Decimal(text) for text in parts["计入"])
    assert whole == Decimal("61.9") == sum(each)
    assert list(map(str, each)) == ["10.7", "12.5", "10.0", "8.1", "0.6", "10.0", "5.0", "5.0"]
    assert "“计入”四舍五入到一位小数" in texts(app)


def test_a_half_is_what_the_decimals_say_and_not_the_binary_fraction():
    """1.005 is stored a little below it, 5.249999999999999 came of 5.25."""
    assert [number(1.005, 2), number(5.249999999999999, 1), number(-2.5, 0)] == [
        "1.01",
        "5.3",
        "-3",
    ]


def test_parts_give_way_by_a_last_digit_only():
    low, high = Decimal("1.1"), Decimal("1.2")
    assert adding_up([1.14, 1.14, None, 1.14], 3.42, 1) == [high, low, None, low]
    assert adding_up([1.16, 1.17, 1.16], 3.49, 1) == [low, high, high]
    assert adding_up([None, None], None, 1) == [None, None]


def test_a_missing_city_is_named_beside_what_the_others_make(monkeypatch, simulated_warehouse):
    """最高, 最低 and 粤东西北合计 of 20 cities stood without a word."""
    app = at_month("balance", monkeypatch, simulated_warehouse, "2024-07")
    names = [name for table in tables(app) for name in table["指标"]]
    assert len(names) == 16 and all(name.endswith("（缺云浮）") for name in names)
    said = texts(at_month("city", monkeypatch, simulated_warehouse, "2024-07", city="440100"))
    assert "比全省（缺云浮）高 9.9%" in said


def test_shares_that_do_not_add_up_as_printed_say_so(monkeypatch, real_warehouse):
    """10.1 + 10.2 + 41.2 + 8.5 + 29.5 + 0.3 is 99.8, under a total of 100.0%."""
    said = texts(show("projects", monkeypatch, real_warehouse))
    assert "- 金额占比四舍五入，相加为 99.8%" in said and "数量占比四舍五入" not in said
    assert shares_note("占比", [33.34, 33.33, 33.33]) == "占比四舍五入，相加为 99.9%"
    assert shares_note("占比", [67.5, 32.5, None]) == "" == shares_note("占比", [None])
