"""目标 on an empty, a partial, the real and the simulated warehouse."""

import re

from streamlit.testing.v1 import AppTest

from catalog import catalog, loader
from charts.target_bar import STATUS_COLOURS, target_bar
from charts.theme import BACKGROUNDS
from ingest.changes.rebuild import refresh
from tests.conftest import AUGUST, ROOT
from tests.tables_on_page import tables
from tests.targets import target, with_rows
from tests.test_charts import _contrast
from ui.targets.blocks import _measured_columns
from warehouse import queries


def show(monkeypatch, warehouse, **query) -> AppTest:
    monkeypatch.setenv("KPI_WAREHOUSE", str(warehouse))
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60)
    for step in (app.run, app.switch_page(str(ROOT / "pages" / "targets.py")).run):
        app.query_params = query
        step()
    assert not app.exception, app.exception
    assert [t.value for t in app.title] == ["目标"]
    return app


def texts(app: AppTest) -> str:
    return "\n".join(p.value for p in [*app.markdown, *app.caption, *app.info, *app.warning])


def counts(app: AppTest) -> dict[str, str]:
    return {m.label.split()[-1]: re.sub(r"[^0-9]", "", m.value) for m in app.metric}


def test_a_plan_year_is_rows_in_the_file_and_nothing_else(tmp_path, monkeypatch, copied):
    path = copied("simulated")
    monkeypatch.setattr(
        loader,
        "FOLDER",
        with_rows(
            tmp_path,
            target(value="25000"),
            target(code="2024-2", indicator="", formed="", measure="", basis=""),
        ),
    )
    catalog.cache_clear()
    try:
        assert refresh(path, catalog()) == "refreshed"
        app = show(monkeypatch, path, month="2024-06")
        assert app.multiselect(key="plan").value == ["2024"]
        assert "**2** 项数字目标，到 2024-06 有数据的 **1** 项" in texts(app)
    finally:
        catalog.cache_clear()


def test_a_bar_shows_actual_target_and_the_straight_line():
    bar = target_bar(70.6, 50.0, "at_risk")
    assert 'width="338.9" height="8"' in bar
    assert 'd="M235.0 0H245.0L240.0 6Z"' in bar
    assert 'x="383.0" y="1"' in target_bar(
        1683.5, None, "met"
    )  # beyond 125 % the bar is cut, the target stays in sight
    assert all(
        _contrast(colour, ground) >= 3
        for colour in STATUS_COLOURS.values()
        for ground in BACKGROUNDS.values()
    )


def test_an_empty_warehouse_gets_a_sentence(monkeypatch, empty_warehouse):
    app = show(monkeypatch, empty_warehouse)
    assert "数据仓库还是空的" in app.info[0].value


def test_the_answer_comes_first(monkeypatch, real_warehouse):
    app = show(monkeypatch, real_warehouse)
    assert app.multiselect(key="plan").value == ["2022"]
    assert (
        "2022 年工作要点共 **5** 项数字目标，到 2022-08 有数据的 **3** 项。最需关注："
        "**粤商通月活用户**（预警，70.6%）。"
    ) in texts(app)
    assert counts(app) == {
        "滞后": "0",
        "预警": "1",
        "口径待确认": "2",
        "达标": "0",
        "暂无对应数据": "2",
    }
    card = "**70.6%**　**141.2 万人** / 目标 > 200 万人  \n:small[21 市之和，"
    assert card + "*2022-08*；期限 *2022-12*]" in texts(app)  # emphasis keeps a date in one line
    assert "目前月均 47.27 万（*2022-07* 至 *2022-08*），按此 *2022-09* 达到。" in texts(app)
    assert "（推算：本月累计 − 当月新增）" in "".join(m.help for m in app.markdown)
    assert tables(app)[0]["目标"].tolist() == ["基层填表报数工作量压减", "粤智助覆盖行政村和镇街"]
    assert tables(app)[0]["来源等级"].tolist() == ["正式文本", "媒体报道"]


def test_what_is_new_within_the_year_ends_with_it(monkeypatch, simulated_warehouse):
    """16 in three months: 64 by December, not 200 in 2026; the counter begins anew in January."""
    app = show(monkeypatch, simulated_warehouse, month="2023-03")
    assert "目前月均 5.3 项（当年 3 个月平均），按此到 *2023-12* 共 64 项，达不到。" in texts(app)
    assert "2026" not in texts(app)


def test_a_level_after_the_due_month_is_no_progress(monkeypatch, real_warehouse):
    """2022-08 says nothing about December 2020, the less so 1,683.5%."""
    said = texts(show(monkeypatch, real_warehouse, month="2022-08", plan="2020"))
    assert "**—**　**30,302.7 万** / 目标 > 1,800 万次" in said and "1,683" not in said
    assert "**≥ 160.0%**　**≥ 80 万人** / 目标 > 50 万" in said


def test_where_no_address_is_known_it_is_said(monkeypatch, real_warehouse):
    app = show(monkeypatch, real_warehouse, month="2022-08", plan="2020")
    assert texts(app).count("依据 粤办函〔2020〕20号") == texts(app).count("来源地址未知") == 6
    assert set(tables(app)[0]["来源等级"]) == {"正式文本，来源地址未知"}
    app = show(monkeypatch, real_warehouse, month="2022-08", plan="2022")
    assert "来源地址未知" not in texts(app)


def test_a_pace_before_the_plan_says_nothing_of_it(monkeypatch, real_warehouse):
    """388 new services in one month of 2022 are not the pace of 2023."""
    said = texts(show(monkeypatch, real_warehouse, month="2023-12", plan="2023"))
    assert "到期时是否达到无从得知。" in said and "按当时的月均进度" not in said


def test_a_partial_month_says_what_it_cannot_say(monkeypatch, partial_warehouse):
    app = show(monkeypatch, partial_warehouse)
    assert counts(app) == {"滞后": "0", "预警": "0", "达标": "0", "暂无对应数据": "20"}
    assert "到所选月份，2023 年没有“粤商通 · 上线涉企服务数”的数据" in texts(app)


def test_the_simulated_months_close_the_plan_of_2023(monkeypatch, simulated_warehouse):
    app = show(monkeypatch, simulated_warehouse, month="2023-07")
    assert counts(app) == {"滞后": "1", "预警": "0", "达标": "1", "暂无对应数据": "18"}
    assert "当年 7 个月平均" in texts(app)
    assert counts(show(monkeypatch, simulated_warehouse, month="2025-12"))["滞后"] == "1"


def test_a_share_of_100_percent_is_said_once(monkeypatch, real_warehouse):
    said = texts(show(monkeypatch, real_warehouse))
    assert "**54.01%** / 目标 = 100%" in said and "**54.0%**" not in said
    assert "**70.6%**　**141.2 万人** / 目标 > 200 万人" in said


def test_status_and_platform_are_folded_until_one_is_chosen(monkeypatch, real_warehouse):
    def opened(app) -> bool:
        return next(e.proto.expanded for e in app.expander if e.label == "筛选：状态、平台")

    app = show(monkeypatch, real_warehouse)
    assert not opened(app)
    app.button_group(key="status").set_value(["at_risk"]).run()
    assert opened(app)
    app.button_group(key="status").set_value([]).run()
    assert opened(app)  # not folded again under who chooses
    linked = show(monkeypatch, real_warehouse, status=["at_risk"])
    assert opened(linked)
    # nor is there a table of no targets
    assert not [h for h in linked.header if h.value.startswith("没有对应指标")]


def test_plan_status_and_platform_are_choices(monkeypatch, real_warehouse):
    app = show(
        monkeypatch,
        real_warehouse,
        plan=["2020 年", "2023 年"],
        status=["达标"],
        platform=["粤商通"],
    )
    cards = [m.value for m in app.markdown if "badge[" in m.value]
    assert [re.search(r"\*\*(.+?)\*\*", card)[1] for card in cards] == [
        "粤商通服务事项"  # of 2020; the plan of 2023 has not begun
    ]
    assert "没有符合所选状态和平台的目标" in texts(
        show(monkeypatch, real_warehouse, status=["滞后"])
    )


def test_the_page_as_a_workbook_holds_the_cards(monkeypatch, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    targets = queries.targets.targets(AUGUST, [2022])
    table = _measured_columns([r for _, r in targets[targets["indicator_code"].notna()].iterrows()])
    at = next(n for n, goal in enumerate(table["要求"]) if goal == "> 200 万人")
    assert [table[name][at] for name in ("状态", "实际值", "完成", "期限")] == [
        "预警",
        "141.2 万人",
        "70.6%",
        "2022-12",
    ]
