"""As a new analyst would: filter, copy the link, open it elsewhere, take each format, read it back,
ask where a number comes from."""

import io
import json
import re

import pandas as pd
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit


def read(kind: str, data: bytes) -> pd.DataFrame:
    file = io.BytesIO(data)
    readers = {
        "CSV": pd.read_csv,
        "XLSX": pd.read_excel,
        "Parquet": pd.read_parquet,
        "JSON": lambda f: pd.DataFrame(json.load(f)),
    }
    return readers[kind](file)


@pytest.fixture
def elsewhere(browser, visit):
    """Filters chosen by hand; the page's copied link opened in a browser that knows nothing of
    it."""
    seen = visit("/download")
    for picker, option in (("月份", "2022-08"), ("指标", "粤商通 · 市场主体注册量")):
        seen.page.get_by_role("combobox", name=picker).first.click()
        seen.page.get_by_role("combobox", name=picker).first.fill(option)
        seen.page.get_by_role("option", name=option).first.click()
        seen.page.keyboard.press("Escape")
        seen.settle()
    seen.says("共 21 个数值")
    expect(seen.page.get_by_test_id("stCode")).to_have_count(3)  # the last is the ledger's
    page, figures, _ = [
        block.inner_text().strip() for block in seen.page.get_by_test_id("stCode").all()
    ]
    assert (
        page == f"{seen.server.address}/download?months=2022-08&indicators=city_business_entities"
    )
    other = Visit(browser, seen.server)
    yield other.open(page.removeprefix(seen.server.address)), figures
    other.context.close()


def test_filter_copy_link_open_elsewhere_download_and_read_back(elsewhere):
    seen, address = elsewhere
    seen.says("共 21 个数值")
    by_address = pd.read_csv(address)
    assert by_address.set_index("地区或阶段").loc["佛山", "数值"] == 100.73
    for kind in ("CSV", "XLSX", "Parquet", "JSON"):
        with seen.page.expect_download() as download:
            seen.page.get_by_role("button", name=f"下载 {kind}").click()
        assert download.value.suggested_filename == f"粤数月报数据.{kind.lower()}"
        back = read(kind, download.value.path().read_bytes())
        assert back["数值"].tolist() == by_address["数值"].tolist(), kind
        assert back["地区或阶段"].tolist() == by_address["地区或阶段"].tolist(), kind


def test_a_page_exports_its_tables(visit):
    seen = visit("/projects?month=2022-08")
    with seen.page.expect_download() as download:
        seen.page.get_by_role("button", name="导出本页").click()
    assert download.value.suggested_filename == "粤数月报-信息化项目.xlsx"
    table = pd.read_excel(
        io.BytesIO(download.value.path().read_bytes()), sheet_name="项目各阶段明细"
    )
    assert table.iloc[-1, :2].tolist() == ["合计", 1793]


def test_a_number_can_be_quoted_with_its_cell(visit):
    seen = visit(
        "/source?month=2022-08&indicator=city_business_entities&member=440300&measure=cumulative"
    )
    expect(seen.page.get_by_test_id("stCode")).to_contain_text(
        re.compile(
            "深圳 粤商通 市场主体注册量（累计），2022-08，205.98 万，来源："
            ".*2022年第8期.*地市推广应用!F5"
        )
    )


def test_the_dictionary_is_searched_and_the_search_is_in_the_address(visit):
    seen = visit("/dictionary?find=接通率")
    seen.says("指标 1 项")


def test_the_months_documents_arrive_whole(visit):
    """From the button on 总览: all four made beforehand, each saved, the same bytes as by
    address."""
    seen = visit("/?month=2022-08")
    seen.page.get_by_role("button", name="月报文件").click()
    seen.page.get_by_role("button", name="生成全部").click()
    expect(seen.page.get_by_text("已全部生成，点下面的按钮保存。")).to_be_visible(timeout=60_000)
    for label, kind, name in (
        ("Word", "docx", "粤数月报-2022-08.docx"),
        ("幻灯片", "pptx", "粤数月报-2022-08.pptx"),
        ("PDF", "pdf", "粤数月报-2022-08.pdf"),
        ("附表", "xlsx", "粤数月报-2022-08-附表.xlsx"),
    ):
        with seen.page.expect_download() as download:
            seen.page.get_by_role("button", name=label, exact=False).last.click()
        assert download.value.suggested_filename == name
        saved = download.value.path().read_bytes()
        address = f"{seen.server.address}/data/report.{kind}?month=2022-08"
        assert saved == seen.context.request.get(address).body(), kind
        assert saved.startswith(b"%PDF" if kind == "pdf" else b"PK")
