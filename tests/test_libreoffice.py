"""The workbooks open in LibreOffice as they are.

Without it these tests are skipped with a reason; with CI=true they fail.
"""

import csv
import os
import shutil
import subprocess

import pytest

from export.xlsx import Table, to_workbook
from tests.addresses import ask

SOFFICE = shutil.which("soffice")


@pytest.fixture
def convert(tmp_path):
    """XLSX bytes → the first sheet's rows, as LibreOffice understands them."""
    if SOFFICE is None:
        if os.environ.get("CI") == "true":
            pytest.fail(
                "no LibreOffice on this machine, and CI=true: apt-get install "
                "libreoffice-calc-nogui"
            )
        pytest.skip("no LibreOffice on this machine: apt-get install libreoffice-calc-nogui")

    def rows(workbook: bytes) -> list[list[str]]:
        (tmp_path / "book.xlsx").write_bytes(workbook)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        # 44,34,76,1,,0,false,true,false,false,false,1: comma, quotes, UTF-8, from line 1, formulas
        # shown as formulas, sheet 1
        options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,true,false,1"
        command = [
            SOFFICE,
            profile,
            "--headless",
            "--convert-to",
            options,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "book.xlsx"),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        assert "error" not in done.stderr.casefold(), done.stderr
        (made,) = tmp_path.glob("book*.csv")
        with open(made, encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    return rows


def test_a_download_opens_without_repair_and_chinese_is_intact(
    monkeypatch, real_warehouse, convert
):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    rows = convert(
        ask("/data/city.xlsx", {"month": "2022-08", "indicator": "city_business_entities"}).body
    )
    assert rows[0][:7] == ["月份", "平台", "指标", "地区或阶段", "区域", "口径", "数值"]
    assert (len(rows), rows[5][:8]) == (
        22,
        ["2022-08", "粤商通", "市场主体注册量", "佛山", "珠三角", "累计", "100.73", "万"],
    )


def test_the_wide_form_with_merged_headers_opens_too(monkeypatch, real_warehouse, convert):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    rows = convert(
        ask(
            "/data/platform.xlsx", {"layout": "wide", "month": "2022-08", "platform": "hotline"}
        ).body
    )
    assert rows[0][3] == "粤省心"
    assert rows[2][:3] == ["2022-08", "全省", "440000"]


def test_text_that_looks_like_a_formula_is_text(convert):
    columns = {"文字": ["=1+1", "@SUM(1)", "-2+3", "\t=1"], "数": ["1,793", "−2", "95.38%", "—"]}
    tables = to_workbook([Table("表", columns, ("数",))], [("=1+1", '=HYPERLINK("http://x")')])
    assert convert(tables) == [["=1+1", '=HYPERLINK("http://x")']]
