"""上传: the verdict first, reasons that come back, forms of missing months, outliers beforehand."""

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from catalog import catalog
from demo.simulate import simulate
from ingest.cover import Cover
from ingest.forms.report import Hints, write_report
from ingest.pipeline import check_workbook
from ingest.rules.outliers import outliers
from tests.conftest import edited
from tests.tables_on_page import tables
from tests.test_pages import show
from ui.upload.forms import missing_months

PLATFORM, CITY = "平台推广应用", "地市推广应用"


def drop(app, data: bytes, name: str = "2022-08.xlsx"):
    app.file_uploader(key="workbook").upload(name, data).run()
    assert not app.exception, app.exception


@pytest.mark.both_kinds
def test_a_good_workbook_may_go_in_and_is_published(monkeypatch, new_warehouse, august):
    app = show("upload", monkeypatch, new_warehouse)
    drop(app, august)
    assert app.success[0].value.startswith("**可以入库**")
    assert "269 个数值" in app.caption[0].value
    app.button(key="confirm").click().run()
    assert app.error[0].value == "请填写操作人。"
    app.text_input(key="who").set_value("张三").run()
    app.button(key="confirm").click().run()
    assert any("已入库，记为第 1 次入库" in said.value for said in app.success)


def test_the_months_that_are_there_are_a_span_with_what_is_missing_in_it(
    monkeypatch, real_warehouse
):
    app = show("upload", monkeypatch, real_warehouse)
    said = (
        "共 2 个月：2022-08 至 2023-07，中间缺 2022-09 至 2023-06（10 个月）；"
        "2023-07 只有部分数据。下一个是 **2023-08**。"
    )
    assert said in [m.value for m in app.markdown]


def test_what_moved_most_since_the_month_before_is_shown(monkeypatch, real_warehouse, august):
    """Titles still say August: it is blocked, and shown all the same."""
    edits = {"说明!B2": "2022年9月", f"{PLATFORM}!C4": "17800.1", f"{PLATFORM}!D4": "367.9"}
    headers = {f"{PLATFORM}!D3": "9月新增"}
    app = show("upload", monkeypatch, real_warehouse)
    drop(app, edited(august, edits | headers), "2022-09.xlsx")
    assert "与 2022-08 相比变动最大的数值" in [h.value for h in app.header]
    moved = next(t for t in tables(app) if "上月" in t)
    assert moved["变化"].tolist() == ["▲ 2.11%"]  # what did not move is not listed


def test_a_month_that_is_there_as_it_is_says_so(monkeypatch, real_warehouse, august):
    app = show("upload", monkeypatch, real_warehouse)
    drop(app, august)
    assert app.success[0].value.endswith("各数值与现行数据相同，入库不会改动。")
    drop(app, edited(august, {f"{PLATFORM}!C4": "17432.8"}), "更正.xlsx")
    assert not any("与现行数据相同" in s.value for s in [*app.success, *app.warning])


def test_a_file_that_cannot_be_read_is_told_as_such(monkeypatch, real_warehouse):
    app = show("upload", monkeypatch, real_warehouse)
    drop(app, b"PK\x03\x04 not a workbook")
    assert app.error[0].value == (
        "**不能入库：文件无法读取**\n\n文件已损坏或未传完（压缩包不完整），请重新导出或重新上传。"
    )
    assert not app.caption and not app.expander  # said once, and nothing that was not counted


def test_while_something_blocks_no_reason_is_asked(monkeypatch, new_warehouse, august):
    app = show("upload", monkeypatch, new_warehouse)
    drop(app, edited(august, {f"{CITY}!B5": "深训", f"{CITY}!C6": "12910"}))
    assert app.error[0].value.startswith("**不能入库：1 处须修改**")
    assert not app.text_input
    assert [e.label.split(" ")[0] for e in app.expander if e.proto.expanded] == [
        "**阻断**",
        "**需说明**",
    ]


def test_reasons_come_back_with_the_mended_workbook(monkeypatch, new_warehouse, august):
    app = show("upload", monkeypatch, new_warehouse)
    drop(app, edited(august, {f"{CITY}!C6": "12910"}))
    assert app.warning[0].value.startswith("**需说明 1 处**")
    app.text_input[0].set_value("珠海本月并入区级事项").run()
    assert app.success[0].value.startswith("**可以入库**")
    drop(app, edited(august, {f"{CITY}!C6": "12910", f"{CITY}!B5": "深训"}), "坏.xlsx")
    assert not app.text_input
    drop(app, edited(august, {f"{CITY}!C6": "12910", f"{CITY}!D5": "1981.1"}), "好.xlsx")
    assert app.text_input[0].value == "珠海本月并入区级事项"
    assert app.success[0].value.startswith("**可以入库**")


def test_any_missing_month_has_a_form():
    months = pd.DataFrame(
        {"month": pd.to_datetime(["2023-07-01", "2022-08-01"]), "partial": [True, False]}
    )
    missing = missing_months(months, dt.date(2023, 10, 5))
    assert [f"{m:%Y-%m}" for m in missing[:5]] == [
        "2023-08",
        "2023-09",
        "2023-07",
        "2023-06",
        "2023-05",
    ]
    assert dt.date(2022, 8, 1) not in missing
    assert missing[-1] == dt.date(2021, 8, 1)


def test_outliers_are_known_before_publication(simulated_warehouse):
    months = simulate(catalog())
    month = list(months)[-1]
    tokens = months[month] | {("citizen_registered_users", "440000", "monthly"): "9999.9"}
    workbook = write_report(Cover(month, simulated=True), tokens, catalog())
    checked = check_workbook(workbook, "x.xlsx", catalog(), simulated=True)
    found = outliers(simulated_warehouse, checked)
    assert found[0].key == ("citizen_registered_users", "440000", "monthly")
    assert found[0].score > 100


def test_after_a_revert_the_record_is_up_to_date_at_once(monkeypatch, new_warehouse, august):
    app = show("upload", monkeypatch, new_warehouse)
    drop(app, august)
    app.text_input(key="who").set_value("张三").run()
    app.button(key="confirm").click().run()
    app = show("history", monkeypatch, new_warehouse)
    app.text_input(key="reverter").set_value("李四")
    reason = next(t for t in app.text_input if t.label == "撤回原因")
    reason.set_value("文件取错了，退回")
    next(b for b in app.button if b.label == "撤回这次入库").click().run()
    assert not app.exception, app.exception
    assert any("已撤回第 1 次入库" in said.value for said in app.success)
    assert list(tables(app)[0]["状态"]) == ["撤回整月", "已撤回"]


def test_the_own_form_raises_nothing_and_names_its_earlier_month():
    months = simulate(catalog())
    first, _, later = list(months)[:3]
    for month, word in (
        (later, "此前（2023-01）1月新增"),
        (list(months)[1], "上月（2023-01）1月新增"),
    ):
        form = write_report(Cover(month), months[month], catalog(), Hints(first, months[first]))
        checked = check_workbook(form, "x.xlsx", catalog())
        assert [p for p in checked.problems if p.severity != "规范"] == []
        book = openpyxl.load_workbook(io.BytesIO(form))
        assert book[PLATFORM]["G3"].value == word
