"""The figures by address: the rows of 下载, in four formats, filtered, paged, cached by version;
what cannot be asked gets a sentence."""

import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import duckdb
import openpyxl
import pandas as pd
import pytest

from catalog import catalog
from export.choice import Choice
from ingest.changes.publish import publish
from ingest.pipeline import check_workbook
from tests.addresses import ask
from tests.conftest import RAW, damaged, edited, run
from tests.tables_on_page import tables
from tests.test_pages import show
from warehouse import extract as extracting
from warehouse import publisher, queries, scratch
from warehouse.canonical import write_canonical
from warehouse.extract import Extract, filters
from warehouse.reader import Reader

CITY = {"month": "2022-08", "indicator": "city_business_entities"}
KINDS = ["csv", "parquet", "json", "xlsx"]


@pytest.fixture
def real(monkeypatch, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))


def read(kind: str, body: bytes) -> pd.DataFrame:
    """A file as an analyst reads it back; empty texts are empty texts."""
    file = io.BytesIO(body)
    if kind == "csv":
        return pd.read_csv(file, keep_default_na=False, dtype={"地区代码": str, "原文": str})
    if kind == "json":
        return pd.DataFrame(json.load(file))
    if kind == "xlsx":
        return pd.read_excel(
            file, sheet_name="数据", keep_default_na=False, dtype={"地区代码": str, "原文": str}
        )
    return pd.read_parquet(file)


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_reads_back_as_the_rows_on_screen(real, kind):
    back = read(kind, ask(f"/data/figures.{kind}").body)
    rows = queries.download.figures(**Choice().parameters)
    assert len(back) == len(rows) == 401
    assert list(back) == list(rows)
    for name in rows:
        assert back[name].tolist() == rows[name].tolist(), name


@pytest.mark.parametrize("kind", ["csv", "parquet", "json"])
def test_the_wide_form_reads_back_too(real, kind):
    body = ask(f"/data/figures.{kind}", {"layout": "wide", "table": "project"}).body
    back = pd.read_csv(io.BytesIO(body)) if kind == "csv" else read(kind, body)
    assert back.columns[3:-2].tolist() == [
        "信息化项目 项目数量 累计（个）",
        "信息化项目 项目数量 当月变化（个）",
        "信息化项目 项目批复金额 累计（万元）",
    ]
    row = back[(back["月份"] == "2022-08") & (back["地区或阶段"] == "合计")].iloc[0]
    figures = [1793, 107, 1594761.72]
    assert row.tolist()[:2] + row.tolist()[3:-1] == ["2022-08", "合计", *figures, "月报"]


def test_the_wide_workbook_has_a_header_of_two_levels(real):
    book = openpyxl.load_workbook(
        io.BytesIO(ask("/data/platform.xlsx", {"layout": "wide", "platform": "hotline"}).body)
    )
    sheet = book["数据"]
    assert [c.value for c in sheet[1]][3:5] == ["粤省心", None]
    assert [c.value for c in sheet[2]][:5] == [
        "月份",
        "地区或阶段",
        "地区代码",
        "总工单量 累计（万）",
        "总工单量 当月新增（万）",
    ]
    assert "D1:I1" in [str(r) for r in sheet.merged_cells.ranges]
    assert sheet.freeze_panes == "A3"


def test_the_workbook_says_what_it_is(real):
    book = openpyxl.load_workbook(io.BytesIO(ask("/data/city.xlsx", CITY).body))
    said = [(a, b) for a, b in book["说明"].values]
    assert ("筛选：月份", "2022-08") in said
    assert ("筛选：指标", "粤商通 · 市场主体注册量") in said
    assert ("筛选：平台", "全部") in said
    assert ("来源", "2022-08.xlsx　21 个数值") in said
    assert any(a == "指标：粤商通 · 市场主体注册量" and "单位 万" in b for a, b in said)
    cell = book["数据"]["G6"]
    assert (cell.value, cell.number_format, book["数据"].freeze_panes) == (100.73, "#,##0.00", "A2")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (CITY, 21),
        (
            {"months": "2022-08", "indicators": "粤商通 · 市场主体注册量", "cities": "广州,440300"},
            2,
        ),
        ([("city", "广州"), ("city", "深圳"), ("month", "2022-08"), ("measure", "累计")], 10),
        ({"region": "粤东", "month": "2022-08", "indicator": "city_citizen_users"}, 4),
        ({"region": "prd", "month": "2022-08", "indicator": "city_citizen_users"}, 9),
        ({"origin": "推算", "indicator": "city_citizen_users"}, 0),
        (CITY | {"limit": "5", "offset": "18"}, 3),
        ([("city", "广州市"), ("amp;month", "2022-08"), ("amp;measure", "累计")], 5),
    ],
)
def test_filters_take_codes_labels_repeats_and_commas(real, query, count):
    assert len(read("csv", ask("/data/city.csv", query).body)) == count


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("city.csv", {"foo": "1"}, "没有参数「foo」。可用的参数：month、indicator、platform"),
        ("city.csv", {"table": "city"}, "没有参数「table」"),
        ("city.csv", {"month": "1999-01"}, "「1999-01」。可用的值：2024-09、2023-12"),
        ("city.json", {"indicator": "gdp"}, "city_citizen_users（粤省事 · 注册用户数）"),
        ("city.csv", {"city": "香港"}, "参数 city 没有「香港」。可用的值：440100（广州）"),
        ("figures.csv", {"limit": "9" * 5000}, "limit 应为不小于 1 的整数"),
        ("figures.csv", {"offset": "9" * 5000}, "offset 应为不小于 0 的整数"),
        ("figures.csv", {"limit": "-1"}, "limit 应为不小于 1 的整数"),
        ("figures.csv", {"limit": "٣"}, "limit 应为不小于 1 的整数"),
        ("figures.csv", {"layout": "tall"}, "long（长表）、wide（宽表）"),
        ("figures.csv", {"known": "99"}, "3（第 3 次入库后）"),
        ("figures.csv", [("known", "1"), ("known", "2")], "known 只能有一个值"),
        ("catalog.json", {"month": "2022-08"}, "这个地址没有参数"),
    ],
)
def test_what_is_not_there_gets_a_sentence_that_names_what_is(real, path, query, said):
    answer = ask(f"/data/{path}", query)
    assert (answer.status, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert said in answer.text


@pytest.mark.parametrize("path", ["/data/nothing.csv", "/data/city.exe", "/data/catalog.csv"])
def test_an_unknown_address_names_the_known_ones(real, path):
    answer = ask(path)
    assert answer.status == 404
    assert "/data/catalog.json" in answer.text


def test_addresses_are_asked_as_people_copy_them(real):
    said = read("csv", ask("/data/city.csv", {"city": "广州市", "amp;month": "2022-08"}).body)
    assert set(said["地区或阶段"]) == {"广州"}
    for called in ("city", "cities", "member", "members"):
        assert f"参数 {called} 没有「香港」" in ask("/data/city.csv", {called: "香港"}).text
    assert "参数 stage 没有「香港」" in ask("/data/project.csv", {"stage": "香港"}).text


def test_pages_of_rows_make_the_whole(real):
    whole = read("csv", ask("/data/figures.csv").body)
    parts = [
        read("csv", ask("/data/figures.csv", {"limit": "100", "offset": str(n)}).body)
        for n in range(0, 500, 100)
    ]
    assert [len(p) for p in parts] == [100, 100, 100, 100, 1]
    assert pd.concat(parts, ignore_index=True).equals(whole)


def test_the_name_of_the_file_is_chinese_and_its_bytes_say_utf8(real):
    answer = ask("/data/city.csv", CITY)
    assert answer.headers["content-disposition"] == (
        'attachment; filename="data.csv"; '
        "filename*=UTF-8''%E7%B2%A4%E6%95%B0%E6%9C%88%E6%8A%A5-%E5%9C%B0%E5%B8%82.csv"
    )
    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_head_says_what_get_would(real):
    answer = ask("/data/city.parquet", CITY, method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert "content-length" not in answer.headers
    assert answer.headers["etag"] == ask("/data/city.parquet", CITY).headers["etag"]


def test_a_version_already_seen_is_not_sent_again_and_a_new_one_is(
    monkeypatch, new_warehouse, august
):
    path = new_warehouse
    assert run(["load", str(RAW / "2022-08.xlsx")], path, monkeypatch) == 0
    first = ask("/data/city.csv", CITY)
    assert ask("/data/city.csv", CITY, if_none_match=first.headers["etag"]).status == 304
    assert (
        ask("/data/city.csv", CITY | {"limit": "1"}, if_none_match=first.headers["etag"]).status
        == 200
    )
    revised = check_workbook(
        edited(august, {"地市推广应用!F5": "206.98"}), "revised.xlsx", catalog(), path
    )
    publish(
        path, revised, "张三", catalog(), {("month-revision", "", ""): "来源单位更正了深圳的数"}
    )
    second = ask("/data/city.csv", CITY, if_none_match=first.headers["etag"])
    assert second.status == 200
    shenzhen = read("csv", second.body).set_index("地区或阶段").loc["深圳"]
    assert (shenzhen["数值"], shenzhen["修订"]) == (
        206.98,
        "r 原 205.98（第 2 次入库改为 206.98：来源单位更正了深圳的数）",
    )
    before = (
        read("csv", ask("/data/city.csv", CITY | {"known": "1"}).body)
        .set_index("地区或阶段")
        .loc["深圳"]
    )
    assert (before["数值"], before["修订"]) == (205.98, "")
    said = [
        b
        for a, b in openpyxl.load_workbook(io.BytesIO(ask("/data/city.xlsx", CITY).body))[
            "说明"
        ].values
        if a == "修订 r"
    ]
    assert said == [
        (
            "2022-08 粤商通 市场主体注册量 深圳 累计：r 原 205.98（第 2 次入库改为 206.98："
            "来源单位更正了深圳的数）（revised.xlsx｜地市推广应用!F5）"
        )
    ]


def test_an_address_after_one_that_looked_back_looks_at_today(real):
    assert len(read("csv", ask("/data/figures.csv", {"known": "1"}).body)) < 401
    assert len(read("csv", ask("/data/figures.csv").body)) == 401


def test_an_empty_warehouse_answers_with_no_rows(monkeypatch, tmp_path):
    assert len(read("csv", ask("/data/figures.csv").body)) == 0
    assert ask("/data/warehouse.duckdb").status == 404
    assert (
        ask("/data/city.csv", {"month": "2022-08"}).text
        == "参数 month 没有「2022-08」。可用的值：（还没有数据）。"
    )
    assert json.loads(ask("/data/catalog.json").body)["last_load"] is None


def test_the_catalogue_is_there_for_programs(real):
    said = json.loads(ask("/data/catalog.json").body)
    users = next(i for i in said["indicators"] if i["code"] == "citizen_registered_users")
    assert (users["unit"], users["kind"], users["first_month"], users["last_month"]) == (
        "万",
        "stock",
        "2019-07",
        "2023-11",
    )
    assert said["cities"]["440300"] == {
        "name": "深圳",
        "region": "珠三角",
        "population_10k": 1756.01,
    }


def test_the_copy_of_the_warehouse_answers_the_views_and_holds_no_workbook(real, tmp_path):
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(ask("/data/warehouse.duckdb").body)
    with duckdb.connect(str(copy), read_only=True) as con:
        users = (
            "SELECT value FROM figure WHERE indicator_code = 'citizen_registered_users' AND month "
            "= '2022-08-01'"
        )
        assert con.execute(users + " AND measure = 'cumulative'").fetchone() == (
            Decimal("17432.2000"),
        )
        assert con.execute("SELECT count(*) FROM download_row").fetchone() == (401,)
        assert con.execute("SELECT max(octet_length(workbook)) FROM load").fetchone() == (0,)
    assert b"xl/worksheets" not in copy.read_bytes()


def test_the_stored_rows_are_the_rows_of_the_views(
    monkeypatch, simulated_warehouse, real_warehouse
):
    """However the months are cut, and for months that only derived figures have."""
    everything = filters() | {"limit": 2**62, "offset": 0}
    for path, as_of, size in (
        (real_warehouse, None, 1),
        (real_warehouse, 2, 300),
        (simulated_warehouse, None, 3000),
    ):
        monkeypatch.setattr(extracting, "_SLICE", size)
        stored, seen = (
            kind(path, as_of).ask("figures", **everything) for kind in (Extract, Reader)
        )
        assert stored.equals(seen)
        assert len(seen)


def test_a_fault_of_ours_is_a_sentence_and_a_reference_that_the_log_has(monkeypatch, real, caplog):
    monkeypatch.setattr("export.choice.filters", lambda **_: 1 / 0)
    answer = ask("/data/figures.csv")
    assert (answer.status, "Traceback" in answer.text) == (500, False)
    assert re.search("编号 ([0-9a-f]{8})", answer.text)[1] in caplog.text


def test_what_does_not_open_is_a_sentence_with_the_way_out(monkeypatch, tmp_path):
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"not a database")
    monkeypatch.setenv("KPI_WAREHOUSE", str(broken))
    answer = ask("/data/figures.csv")
    assert answer.status == 503
    assert "python -m ingest restore" in answer.text


def test_a_download_keeps_what_it_reads_whatever_is_published_meanwhile(copied):
    """The folder of its rows went with the publication, and the download with the folder."""
    path = copied("real", "file")
    extract = Extract(path)

    def write(target) -> None:
        before = extract.ask("figures", **filters(), limit=9, offset=0)
        with publisher.change(path, catalog()) as con:
            con.execute("DELETE FROM citation; DELETE FROM observation")
        with ThreadPoolExecutor(1) as somebody_else:
            asked = somebody_else.submit(extract.ask, "figures", **filters(), limit=9, offset=0)
            assert asked.result().empty
        assert extract.ask("figures", **filters(), limit=9, offset=0).equals(before)
        target.write_text(f"{len(before)}")

    with extract.file(write) as file:
        assert file.read() == b"9"
    assert extract.ask("figures", **filters(), limit=9, offset=0).empty


def test_twenty_times_looked_back_to_are_written_beside_each_other(monkeypatch, copied):
    """Four extracts are kept at hand; the fifth took the folder of the first away."""
    path = copied("real", "file")
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    with ThreadPoolExecutor(8) as pool:
        files = pool.map(lambda known: ask("/data/city.csv", {"known": known % 3 + 1}), range(20))
        assert {answer.status for answer in files} == {200}
    with ThreadPoolExecutor(8) as pool:
        work = [
            pool.submit(
                Extract(path, known).answer_file, "figures", "csv", **filters(), limit=9, offset=0
            )
            for known in range(1, 7)
        ]
        assert all(done.result().read() for done in work)


def test_text_that_looks_like_a_formula_is_harmless_in_a_csv_and_itself_elsewhere(
    monkeypatch, copied
):
    path = copied("real")
    with damaged(path) as con:
        con.execute(
            """UPDATE citation
            SET note = '=cmd|'' /C calc''!A0', title = '@x', url = '+1' || chr(10) || '2'"""
        )
        con.execute("UPDATE load SET file_name = '\u200b\u00a0 -2+3.xlsx' WHERE dataset = 'public'")
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    row = read("csv", ask("/data/figures.csv", {"origin": "public"}).body).iloc[0]
    assert (row["备注"], row["网址"]) == ("'=cmd|' /C calc'!A0", "'+1\n2")
    assert row["出处"].startswith("'\u200b\u00a0 -2+3.xlsx｜")
    for kind in ("parquet", "json", "xlsx"):
        assert (
            read(kind, ask(f"/data/figures.{kind}", {"origin": "public"}).body).iloc[0]["备注"]
            == "=cmd|' /C calc'!A0"
        )
    sheet = openpyxl.load_workbook(
        io.BytesIO(ask("/data/figures.xlsx", {"origin": "public"}).body)
    )["数据"]
    assert {c.data_type for row in sheet.iter_rows(min_row=2) for c in row} <= {
        "s",
        "inlineStr",
        "n",
    }


def test_the_canonical_export_holds_no_formula(copied, tmp_path):
    path = copied("real")
    with damaged(path) as con:
        con.execute("UPDATE citation SET note = '=1+1'")
        con.execute("UPDATE load SET file_name = '\ufe0f\uff0b1.xlsx' WHERE dataset = 'public'")
    write_canonical(path, tmp_path / "canonical.csv")
    rows = read("csv", (tmp_path / "canonical.csv").read_bytes()).query("origin == 'public'")
    assert "'=1+1" in set(rows["note"]) and "=1+1" not in set(rows["note"])
    assert "'\ufe0f\uff0b1.xlsx" in set(rows["file_name"])


def test_a_download_after_the_temporary_folder_was_cleared(real):
    assert ask("/data/figures.csv", {"month": "2022-08"}).status == 200
    scratch.remove_all()
    assert ask("/data/figures.csv", {"month": "2022-08"}).status == 200


def test_the_month_of_a_figure_can_be_asked_for_by_what_it_is(real, real_warehouse, monkeypatch):
    """当月 is a growth, a change, a level or a ratio: each alone, and 当月 for all four."""

    def asked(measure: str) -> list[tuple[str, str]]:
        body = ask("/data/figures.json", {"month": "2022-08", "measure": measure}).body
        return [(r["指标代码"], r["口径"]) for r in json.loads(body)]

    kinds = {name: asked(name) for name in ("当月新增", "当月变化", "当月数", "当月比率")}
    assert {name: {kind for _, kind in rows} for name, rows in kinds.items()} == {
        name: {name} for name in kinds
    }
    assert asked("increment") == kinds["当月新增"]
    assert (
        sorted(asked("monthly"))
        == sorted(asked("当月"))
        == sorted(r for rows in kinds.values() for r in rows)
    )
    assert ("office_daily_active_users", "当月新增") in kinds["当月新增"]
    app = show("download", monkeypatch, real_warehouse, months=["2022-08"], measures=["increment"])
    assert set(tables(app)[0]["口径"]) == {"当月新增"}
    app = show("source", monkeypatch, real_warehouse, indicator="office_daily_active_users")
    (picker,) = [p for p in app.get("button_group") if p.proto.label == "口径"]
    assert [o.content for o in picker.proto.options] == ["累计", "当月新增"]
