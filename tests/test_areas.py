"""The questions about counties and towns, on a handful of them beside the real month: literal
answers."""

import csv
import datetime as dt
import io
import json
import shutil
from collections import Counter

import openpyxl
import pandas as pd
import pytest

from catalog import catalog
from tests.addresses import ask
from tests.areas import AUGUST, COVERAGE, JULY, MONTHS, USERS, few_areas, put
from tests.conftest import ROOT, damaged, run
from warehouse import queries
from warehouse.file import FileWarehouse
from warehouse.reader import look_back_to

GUANGZHOU, YUEXIU, TIANHE, DONGGUAN, PROVINCE = "440100", "440104", "440106", "441900", "440000"


@pytest.fixture(scope="module")
def few(shared, tmp_path_factory):
    return few_areas(shared, tmp_path_factory.mktemp("areas"))


@pytest.fixture(autouse=True)
def _few(few, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(few))


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    """The columns as plain Python values, None where there is none."""
    return [
        tuple(None if pd.isna(v) else v for v in row)
        for row in frame[list(columns)].itertuples(index=False, name=None)
    ]


def test_counties_share_a_rank_and_who_is_blank_has_none():
    ranking = queries.areas.area_ranking(AUGUST, USERS, "county", GUANGZHOU)
    assert rows(ranking.head(4), "area_name", "value", "rank", "tied", "rank_change") == [
        ("越秀区", 80.0, 1, 2, 2),
        ("海珠区", 80.0, 1, 2, 1),
        ("荔湾区", 60.0, 3, 1, -2),
        ("天河区", None, None, None, None),
    ]
    assert [round(v, 2) for v in ranking["mom"].head(3)] == [14.29, 6.67, -33.33]
    assert ranking["yoy"].isna().all()
    assert ranking["source"].tolist()[2] == "2022-08-areas.xlsx｜县区推广应用!E4"


def test_cities_rank_from_the_report_and_by_residents():
    ranking = queries.areas.area_ranking(AUGUST, USERS, "city", PROVINCE, "per_10k")
    assert rows(ranking.head(2), "area_name", "rank", "tied") == [("广州", 1, 1), ("珠海", 2, 1)]
    assert ranking["rank"].notna().sum() == 21
    nobody = queries.areas.area_ranking(AUGUST, USERS, "county", GUANGZHOU, "per_10k")
    assert nobody["rank"].isna().all()


def test_towns_of_a_city_without_counties_and_of_the_province():
    assert queries.areas.area_ranking(AUGUST, USERS, "county", DONGGUAN).empty
    towns = queries.areas.area_ranking(AUGUST, USERS, "town", DONGGUAN)
    assert rows(towns.head(3), "area_code", "rank") == [
        ("441900101", 1),
        ("441900003", 2),
        ("441900004", None),
    ]
    everywhere = queries.areas.area_ranking(AUGUST, USERS, "town", PROVINCE)
    assert rows(everywhere.head(5), "area_code", "parent_name") == [
        ("441900101", "东莞"),
        ("440104003", "越秀区"),
        ("440104001", "越秀区"),
        ("441900003", "东莞"),
        ("440106001", "天河区"),
    ]


def test_where_less_is_better_the_least_comes_first(few, tmp_path, monkeypatch):
    path = FileWarehouse(tmp_path / "lower.duckdb")
    shutil.copy(few, path)
    with damaged(path) as con:
        con.execute("UPDATE indicator SET better = 'lower' WHERE code = 'city_business_coverage'")
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    ranking = queries.areas.area_ranking(AUGUST, COVERAGE, "county", GUANGZHOU)
    assert rows(ranking.head(2), "area_name", "rank") == [("越秀区", 1), ("荔湾区", 2)]


def test_who_did_not_report_and_where_it_is_blank():
    silent = queries.areas.area_ranking(AUGUST, USERS, "county", GUANGZHOU).tail(8)
    assert rows(silent.head(2), "area_name", "value", "source") == [
        ("天河区", None, "2022-08-areas.xlsx｜县区推广应用!E7"),
        ("白云区", None, None),
    ]


@pytest.mark.parametrize(
    ("level", "within", "areas", "said"),
    [
        ("county", GUANGZHOU, 11, (4221.5, 220.0, 3, 4001.5)),
        ("town", YUEXIU, 18, (80.0, 12.5, 2, 67.5)),
        ("town", TIANHE, 21, (None, 2.0, 1, None)),
        ("city", PROVINCE, 21, (17432.2, 16843.3, 21, 588.9)),
    ],
)
def test_parts_against_the_whole(level, within, areas, said):
    inside = queries.areas.area_ranking(AUGUST, USERS, level, within)
    assert rows(inside, "own", "sum", "reported", "remainder") == [said] * areas


def test_a_rate_has_no_sum():
    rates = queries.areas.area_ranking(AUGUST, COVERAGE, "county", GUANGZHOU)
    assert rates["sum"].isna().all()


def test_a_history_has_a_row_for_the_month_that_is_missing():
    history = queries.areas.area_history(AUGUST, USERS, ["440103", GUANGZHOU])
    assert rows(history, "area_name", "month", "value") == [
        ("荔湾区", pd.Timestamp(2022, 5, 1), 50.0),
        ("荔湾区", pd.Timestamp(2022, 6, 1), None),
        ("荔湾区", pd.Timestamp(2022, 7, 1), 90.0),
        ("荔湾区", pd.Timestamp(2022, 8, 1), 60.0),
        ("广州", pd.Timestamp(2022, 8, 1), 4221.5),
    ]
    assert len(queries.areas.area_history(JULY, USERS, ["440103"])) == 3


def test_a_profile_names_every_indicator_and_knows_nothing_of_most():
    profile = queries.areas.area_profile(AUGUST, "440103")
    assert len(profile) == 8
    known = profile.dropna(subset=["value"])
    assert rows(known, "indicator_code", "value", "rank", "ranked") == [
        (USERS, 60.0, 3, 3),
        (COVERAGE, 91.5, 1, 2),
    ]
    blank = queries.areas.area_profile(AUGUST, TIANHE)
    assert blank[["value", "rank", "ranked", "source"]].isna().all(axis=None)


def test_months_say_what_is_there():
    months = queries.areas.area_months()
    assert rows(months, "month_text", "areas", "complete", "report_file", "area_file") == [
        ("2023-07", False, False, "2023-07.xlsx", None),
        ("2022-08", True, True, "2022-08.xlsx", "2022-08-areas.xlsx"),
        ("2022-07", True, True, None, "2022-07-areas.xlsx"),
        ("2022-05", True, True, None, "2022-05-areas.xlsx"),
    ]


def test_a_second_load_changes_one_cell_and_the_first_is_still_known(few, tmp_path, monkeypatch):
    path = FileWarehouse(tmp_path / "revised.duckdb")
    shutil.copy(few, path)
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    number = put(path, AUGUST, MONTHS[AUGUST] | {("440103", USERS): "100.0"})
    assert rows(queries.common.loads().head(2), "load_id", "dataset_name", "cells", "state") == [
        (number, "县区镇街", 11, "现行"),
        (number - 1, "县区镇街", 11, "已被替换"),
    ]
    assert rows(
        queries.history.load_changes(number),
        "member_name",
        "kind",
        "old_token",
        "new_token",
        "place",
        "of_kind",
        "of_all",
    ) == [("荔湾区（广州）", "改动", "60.0", "100.0", "县区推广应用!E4", 1, 1)]
    first = queries.history.load_changes(number - 1)
    assert (first["kind"].unique().tolist(), first["of_all"].iloc[0]) == (["新增"], 11)
    assert (
        queries.areas.area_ranking(AUGUST, USERS, "county", GUANGZHOU)["area_name"].iloc[0]
        == "荔湾区"
    )
    look_back_to(number - 1)
    assert (
        queries.areas.area_ranking(AUGUST, USERS, "county", GUANGZHOU)["area_name"].iloc[0]
        == "越秀区"
    )
    look_back_to(None)


def read(kind: str, body: bytes) -> list[tuple]:
    file, names = io.BytesIO(body), ["地市", "县区", "镇街", "指标", "原文"]
    if kind == "csv":
        frame = pd.read_csv(file, keep_default_na=False, dtype=str)
    else:
        frame = pd.read_parquet(file) if kind == "parquet" else pd.DataFrame(json.load(file))
    return list(frame[names].itertuples(index=False, name=None))


@pytest.mark.parametrize("kind", ["csv", "parquet", "json"])
def test_counties_by_address_blanks_included(kind):
    body = ask(f"/data/areas.{kind}", {"month": "2022-08", "level": "县区", "area": "广州"}).body
    assert read(kind, body) == [
        ("广州", "荔湾区", "", "注册用户数", "60.0"),
        ("广州", "荔湾区", "", "覆盖率", "91.50"),
        ("广州", "越秀区", "", "注册用户数", "80.0"),
        ("广州", "越秀区", "", "覆盖率", "88.00"),
        ("广州", "海珠区", "", "注册用户数", "80.0"),
        ("广州", "天河区", "", "注册用户数", ""),
    ]
    assert body.startswith(b"\xef\xbb\xbf") == (kind == "csv")


@pytest.mark.parametrize(
    ("query", "towns"),
    [
        ({}, ["洪桥街道", "北京街道", "五山街道", "东城街道", "石碣镇"]),
        ({"area": "440104"}, ["洪桥街道", "北京街道"]),
        ({"area": "越秀区（广州）", "offset": "1", "limit": "1"}, ["北京街道"]),
        ({"area": "441900", "indicator": USERS}, ["东城街道", "石碣镇"]),
        ({"indicator": COVERAGE}, []),
        ({"month": "2022-07"}, []),
    ],
)
def test_towns_by_address(query, towns):
    assert [row[2] for row in read("csv", ask("/data/areas.csv", query).body)] == towns


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"area": "440199"}, "「440199」。可用的值：440000（全省）、440100（广州）"),
        ({"area": "朝阳区"}, "共 1,754 个，见 /data/catalog.json"),
        ({"level": "city"}, "county（县区）、town（镇街）"),
        ({"month": "2023-07"}, "「2023-07」。可用的值：2022-08、2022-07、2022-05"),
        ({"indicator": "citizen_registered_users"}, "city_citizen_users（粤省事 · 注册用户数）"),
        ({"layout": "broad"}, "「broad」。可用的值：long（长表）、wide（宽表）"),
        (
            {"table": "city"},
            (
                "没有参数「table」。可用的参数：month、level、area、indicator、known、layout、"
                "limit、offset。"
            ),
        ),
    ],
)
def test_what_an_address_cannot_name_gets_a_sentence(query, said):
    answer = ask("/data/areas.csv", query)
    assert answer.status == 400
    assert said in answer.text


WIDE = [
    ("地市", "县区", "镇街", "粤省事 注册用户数（万）", "粤商通 覆盖率（%）"),
    ("广州", "荔湾区", "", 60.0, 91.5),
    ("广州", "越秀区", "", 80.0, 88.0),
    ("广州", "海珠区", "", 80.0, None),
    ("广州", "天河区", "", None, None),
]


def test_the_wide_form_has_a_row_for_each_county_and_a_column_for_each_indicator():
    frame = pd.read_parquet(
        io.BytesIO(
            ask("/data/areas.parquet", {"level": "county", "area": "广州", "layout": "wide"}).body
        )
    )
    assert rows(frame, *WIDE[0]) == WIDE[1:]
    one = pd.read_parquet(
        io.BytesIO(
            ask(
                "/data/areas.parquet",
                {"level": "county", "layout": "wide", "indicator": COVERAGE, "limit": "1"},
            ).body
        )
    )
    assert one.columns.tolist()[5:] == ["粤商通 覆盖率（%）", "性质", "标记"]
    assert one["县区"].tolist() == ["荔湾区"]


def test_a_workbook_says_what_it_is():
    book = openpyxl.load_workbook(
        io.BytesIO(
            ask("/data/areas.xlsx", {"level": "county", "area": "广州", "layout": "wide"}).body
        )
    )
    group, names, first, *_ = book["数据"].iter_rows(values_only=True)
    users = names.index("注册用户数（万）")
    assert (group[names.index("上线事项（项）")], first[2], first[users]) == (
        "粤省事",
        "荔湾区",
        60.0,
    )
    said = dict(book["说明"].iter_rows(values_only=True))
    assert [said[name] for name in ("行数", "数据月份", "级别", "所在地区", "来源")] == [
        "4",
        "2022-08",
        "县区",
        "广州",
        "2022-08-areas.xlsx（第 6 次入库）",
    ]
    long = openpyxl.load_workbook(
        io.BytesIO(ask("/data/areas.xlsx", {"level": "town", "area": "440104"}).body)
    )["数据"]
    assert [row[3] for row in long.iter_rows(min_row=2, values_only=True)] == [
        "洪桥街道",
        "北京街道",
    ]


def _last_column(address: str, query: dict) -> list:
    book = openpyxl.load_workbook(io.BytesIO(ask(address, query | {"layout": "wide"}).body))
    return [row[-3] for row in book["数据"].iter_rows(values_only=True)]


def test_a_wide_workbook_without_figures_opens_and_says_so(monkeypatch):
    assert _last_column("/data/city.xlsx", {"region": "粤北", "city": "广州"}) == [None, "无数值"]
    monkeypatch.setattr(
        type(catalog().indicator(COVERAGE)), "reaches", lambda indicator, level: level == "county"
    )
    assert _last_column(
        "/data/areas.xlsx", {"level": "town", "indicator": COVERAGE, "area": YUEXIU}
    ) == [None, "无数值"]


def test_an_address_is_cached_by_version():
    first = ask("/data/areas.csv")
    assert ask("/data/areas.csv", if_none_match=first.headers["etag"]).status == 304
    assert ask("/data/areas.csv", method="HEAD").headers["etag"] == first.headers["etag"]


def test_without_a_workbook_of_counties_the_address_says_so(monkeypatch, real_warehouse, tmp_path):
    for warehouse in (real_warehouse, tmp_path / "none.duckdb"):
        monkeypatch.setenv("KPI_WAREHOUSE", str(warehouse))
        assert "还没有县区镇街的数据" in ask("/data/areas.csv").text


def test_the_catalogue_by_address_holds_the_tree():
    said = json.loads(ask("/data/catalog.json").body)
    assert said["areas"]["440106"] == {"name": "天河区", "level": "county", "parent": "440100"}
    assert next(i for i in said["indicators"] if i["code"] == USERS)["down_to"] == "town"


def test_a_database_answers_as_the_file_does(few, new_database, monkeypatch):
    database = new_database()
    expected = queries.areas.area_ranking(AUGUST, USERS, "county", GUANGZHOU)
    assert run(["migrate", str(few), str(database)], database, monkeypatch) == 0
    assert queries.areas.area_ranking(AUGUST, USERS, "county", GUANGZHOU).equals(expected)
    assert queries.areas.area_months()["areas"].tolist() == [False, True, True, True]
    assert [row[2] for row in read("csv", ask("/data/areas.csv", {"area": "440104"}).body)] == [
        "洪桥街道",
        "北京街道",
    ]


@pytest.mark.parametrize("scale", ["value", "per_10k"])
def test_places_won_are_positive(scale, monkeypatch, simulated_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    active = "city_business_active_users"
    before, now = (
        queries.areas.area_ranking(dt.date(2025, month, 1), active, "city", PROVINCE, scale)
        for month in (10, 11)
    )
    won = before.set_index("area_code")["rank"] - now.set_index("area_code")["rank"]
    assert won.abs().sum() > 0
    assert now.set_index("area_code")["rank_change"].to_dict() == won.to_dict()


def test_what_the_list_of_towns_leaves_out_is_named_and_repeated_names_are_counted():
    with open(ROOT / "catalog" / "area_left_out.csv", encoding="utf-8", newline="") as f:
        left_out = {row["code"]: row["name"] for row in csv.DictReader(f)}
    towns = {a.code: a.name for a in catalog().areas.of_level("town")}
    assert (len(towns), len(left_out), towns.keys() & left_out.keys()) == (1610, 147, set())
    assert {code[:6] for code in left_out} <= {"441900", "442000"} | {
        a.code for a in catalog().areas.of_level("county")
    }
    names = Counter(towns.values())
    assert (sum(n > 1 for n in names.values()), names["太平镇"]) == (104, 7)
