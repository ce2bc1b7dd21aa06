"""Workbooks of counties and towns: found by their headers, read some rows at a time, checked
against the area above and the month before, published."""

import datetime as dt
import io
import random
import zipfile

import duckdb
import openpyxl
import pytest

from ingest.changes.publish import MonthChanged, publish
from ingest.changes.rebuild import rebuild
from ingest.changes.revert import revert
from ingest.forms.exports import area_template
from ingest.pipeline import check_workbook
from ingest.rules.beside import Beside
from ingest.workbook.sandbox import mark_workbook
from tests.area_workbooks import (
    COUNTIES,
    COUNTY,
    LABELS,
    TOWN,
    TOWNS,
    changed,
    small_catalog,
    table,
    workbook,
)
from tests.conftest import RAW, ask
from tests.layouts import WIDE
from tests.workbook_parts import Parts
from warehouse import connect
from warehouse.file import FileWarehouse
from warehouse.reader import Reader

USERS, COVERAGE = "city_citizen_users", "city_business_coverage"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return small_catalog(tmp_path_factory.mktemp("small") / "catalog")


def check(data: bytes, catalog, path=None):
    return check_workbook(data, "县区镇街.xlsx", catalog, path)


def said(data: bytes, catalog, path=None) -> list[tuple[str, str]]:
    """[(sheet!cell, code), …] of everything but what was tidied."""
    return [
        (f"{p.sheet}!{p.cell}" if p.cell else p.sheet, p.code)
        for p in check(data, catalog, path).problems
        if p.severity != "规范"
    ]


def staged(
    data: bytes, catalog, query: str = "area_code, indicator_code, token, source_cell"
) -> list[tuple]:
    checked = check(data, catalog)
    return duckdb.sql(f"SELECT {query} FROM {checked.staged.source}").fetchall()


def load(path, data: bytes, catalog, user: str = "张三"):
    checked = check(data, catalog, path)
    answers = {(p.code, p.sheet, p.cell): "测试中的说明文字" for p in checked.problems}
    return publish(path, checked, user, catalog, answers)


# reading


def test_every_cell_is_read_with_its_place(small):
    rows = staged(workbook(), small)
    assert len(rows) == (2 + 5) * 3
    assert rows[0] == ("440103", USERS, "95.4", "C4")
    assert rows[-2:] == [
        ("441900101", COVERAGE, "", "E8"),
        ("441900101", "city_business_active_users", "1400", "F8"),
    ]
    assert staged(workbook(), small, "sum(value), count(value), count(*)")[0][1:] == (
        20,
        21,
    )  # blank is neither 0 nor gone
    assert said(workbook(), small) == []
    assert check(workbook(), small).tables == {"county": 2, "town": 5}


def test_names_stand_once_merged_short_or_with_their_ending(small):
    towns = [
        ("广州市", "荔湾", "沙面", "40.1", "87.20%", "2100"),
        (None, None, "岭南街道", "52.0", "89.00%", "2900"),
        (None, "越秀区", "洪桥街道", "79.9", "91.30%", "4700"),
        ("东莞市", None, "莞城街道", "30.5", "90.00%", "1500"),
        (None, None, "石碣镇", "28.4", "", "1400"),
    ]
    expected = staged(workbook(), small)
    assert staged(workbook(towns=towns), small) == expected
    assert (
        staged(
            workbook(towns=towns, merges=(f"{TOWN}!A4:A6", f"{TOWN}!B4:B5", f"{TOWN}!A7:A8")), small
        )
        == expected
    )


def test_columns_in_another_order_a_total_row_and_a_repeated_header(small):
    rows = [(c, n, f, u, r) for c, n, u, r, f in COUNTIES]
    sheet = table("地级市", "县（市、区）", labels=(LABELS[2], LABELS[0], LABELS[1]), rows=rows)
    sheet[1] = (None, None, "粤商通", "粤省事", "粤商通")
    sheet = [*sheet[:4], sheet[2], *sheet[4:], ("合计", None, "10000", "175.6", None)]
    data = workbook(county=sheet)
    assert [r[:3] for r in staged(data, small) if len(r[0]) == 6] == [
        ("440103", "city_business_active_users", "5200"),
        ("440103", USERS, "95.4"),
        ("440103", COVERAGE, "88.10%"),
        ("440104", "city_business_active_users", "4800"),
        ("440104", USERS, "80.2"),
        ("440104", COVERAGE, "91.30%"),
    ]
    assert [(p.cell, p.code) for p in check(data, small).problems] == [("A7", "area-total-row")]


def test_names_above_go_on_below_a_repeated_header_and_a_subtotal(small):
    rows = table("地市", "县区", "镇街", rows=TOWNS)
    below = [(None, None, *row[2:]) for row in rows]
    sheet = [*rows[:4], rows[2], (None, "小计", None, "40.1"), below[4], *rows[5:]]
    assert sorted(r[:3] for r in staged(workbook(town=sheet), small)) == sorted(
        r[:3] for r in staged(workbook(), small)
    )
    assert said(workbook(town=sheet), small) == []


TITLE, PLATFORM_ROW, NAMES = table("地市", "县区", "镇街")
CHANGED = ("地市", "县区", "镇街", "覆盖率", "注册用户数(万)", "月活跃用户数")


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ([PLATFORM_ROW, NAMES], []),
        ([TITLE, PLATFORM_ROW, NAMES], []),
        ([(f"{TITLE[0]}（续）",), PLATFORM_ROW, NAMES], []),
        ([("注：岭南街道为新设",)], []),
        ([("推广应用情况（2022年7月）",), NAMES], [("A5", "month-mixed")]),
        ([PLATFORM_ROW, CHANGED], [("D6", "header-differs"), ("E6", "header-differs")]),
        ([(*NAMES[:3], "注册用户数(个)", *NAMES[4:])], [("D5", "unit-changed")]),
    ],
)
def test_a_page_break_says_the_same_again(small, between, expected):
    """The names above go on below it."""
    rows = table("地市", "县区", "镇街", rows=[TOWNS[0], (None, None, *TOWNS[1][2:]), *TOWNS[2:]])
    data = workbook(town=[*rows[:4], *between, *rows[4:]])
    assert said(data, small) == [(f"{TOWN}!{cell}", code) for cell, code in expected]
    assert staged(data, small, "area_code, token") == staged(workbook(), small, "area_code, token")


def on_two_sheets(second) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook(towns=TOWNS[:2])))
    sheet = book.create_sheet("续表")
    for row in table("地市", "县区", "镇街", rows=second):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_table_goes_on_on_another_sheet(small):
    data = on_two_sheets(TOWNS[2:])
    assert said(data, small) == []
    assert staged(data, small, "area_code, token") == staged(workbook(), small, "area_code, token")
    again = said(on_two_sheets([TOWNS[0], *TOWNS[2:]]), small)
    assert again == [("续表!C4", "area-duplicated")]
    assert (said(on_two_sheets(TOWNS[:2]), small))[0] == ("续表!C3", "table-duplicated")


def test_a_formula_that_was_not_calculated_anew_is_named(small):
    book = Parts(workbook())
    book.cell(COUNTY, "C4", f"<f>ROUND(SUM({TOWN}!G1:G2),0)+95.4</f><v>95.4</v>")
    book.cell(COUNTY, "C5", "<f>C4-15.2</f><v>80.3</v>")
    assert said(book.packed(), small) == [(f"{COUNTY}!C5", "formula-outdated")]


@pytest.mark.parametrize("seed", range(25))
def test_the_same_month_laid_out_in_many_ways_reads_the_same(small, seed):
    """Columns and rows of one parent in any order, names once, merged or repeated, with and without
    their endings, figures in full width."""
    chance = random.Random(seed)
    labels = chance.sample(range(3), 3)

    def laid_out(names: tuple[str, ...], rows: list[tuple]) -> list[tuple]:
        left = chance.sample(range(len(names)), len(names))
        once = chance.random() < 0.5
        spelled, above = [], (None,) * len(names)
        for row in rows:
            same = [
                once and n < len(names) - 1 and row[: n + 1] == above[: n + 1]
                for n in range(len(names))
            ]
            own = [None if same[n] else _spelled(row[n], chance) for n in range(len(names))]
            figures = [row[len(names) + n] for n in labels]
            spelled.append(
                (
                    *(own[n] for n in left),
                    *(f.translate(WIDE) if chance.random() < 0.3 else f for f in figures),
                )
            )
            above = row
        sheet = table(
            *(names[n] for n in left), labels=tuple(LABELS[n] for n in labels), rows=spelled
        )
        sheet[1] = (*[None] * len(names), *(("粤省事", "粤商通", "粤商通")[n] for n in labels))
        return [("备注",)] * chance.randint(0, 3) + sheet

    data = workbook(
        county=laid_out(("地市", "县区"), COUNTIES), town=laid_out(("地市", "县区", "镇街"), TOWNS)
    )
    read = "area_code, indicator_code, value, decimals"
    assert sorted(staged(data, small, read), key=str) == sorted(
        staged(workbook(), small, read), key=str
    )
    assert said(data, small) == []


def _spelled(name: str | None, chance: random.Random) -> str | None:
    if name in ("广州", "东莞"):
        return chance.choice((name, f"{name}市", f" {name[0]} {name[1]}"))
    return name and chance.choice(
        (name, name.removesuffix("街道").removesuffix("镇").removesuffix("区"), f"{name} ")
    )


def test_formulas_count_with_their_stored_result_only(small):
    data = workbook(counties=changed(COUNTIES, 0, 2, "=40.1+55.3"))
    assert said(data, small) == [(f"{COUNTY}!C4", "formula-not-calculated")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (workbook(towns=changed(TOWNS, 1, 2, "岭南镇")), [(f"{TOWN}!C5", "area-unknown")]),
        (
            workbook(towns=changed(TOWNS, 2, 1, "荔湾区")),
            [(f"{TOWN}!C6", "area-unknown")],
        ),  # 洪桥街道 lies in 越秀区
        (
            workbook(towns=changed(changed(TOWNS, 0, 1, "荔弯区"), 1, 1, "荔弯区")),
            [(f"{TOWN}!B4", "area-unknown")],
        ),  # one name, one problem
        (workbook(towns=[*TOWNS, TOWNS[0]]), [(f"{TOWN}!C9", "area-duplicated")]),
        (workbook(towns=TOWNS[:3]), [(f"{TOWN}!C3", "area-missing")]),
        (
            workbook(town=table("县区", "镇街", rows=[r[1:] for r in TOWNS])),
            [(f"{TOWN}!B3", "area-column-missing")],
        ),
        (workbook(towns=[]), [(f"{TOWN}!C3", "area-missing")]),
        (workbook(town=None), [("", "table-missing")]),
        (
            workbook(
                county=table("地市", "县区", labels=("注册用户数(亿)", *LABELS[1:]), rows=COUNTIES)
            ),
            [(f"{COUNTY}!C3", "unit-changed")],
        ),
        (
            workbook(
                county=table(
                    "地市", "县区", labels=("注册用户数(万)", "复盖率", LABELS[2]), rows=COUNTIES
                )
            ),
            [(f"{COUNTY}!D3", "column-unknown")],
        ),
        (
            workbook(
                county=table("地市", "县区", labels=LABELS[:2], rows=[r[:4] for r in COUNTIES])
            ),
            [(f"{COUNTY}!B3", "column-missing")],
        ),
        (
            workbook(counties=changed(COUNTIES, 1, 3, "191.30%")),
            [(f"{COUNTY}!D5", "rate-out-of-range")],
        ),
        (workbook(counties=changed(COUNTIES, 1, 4, "-4")), [(f"{COUNTY}!E5", "negative")]),
        (workbook(counties=changed(COUNTIES, 1, 4, "未报")), [(f"{COUNTY}!E5", "placeholder")]),
        (workbook(merges=(f"{TOWN}!F7:F8",)), [(f"{TOWN}!F7", "data-merged")]),
        (
            workbook(counties=changed(COUNTIES, 0, 2, "91.9")),
            [(f"{COUNTY}!C4", "areas-exceed-area")],
        ),  # its towns: 92.1 ± 0.1
        (workbook(counties=changed(COUNTIES, 0, 2, "92.0")), []),  # rounding explains it
    ],
)
def test_one_mistake_is_one_problem_at_its_cell(small, data, expected):
    assert said(data, small) == expected


def test_a_column_that_begins_below_the_first_rows_is_not_passed_over(small):
    rows = (
        [(*r, None) for r in TOWNS]
        + [(None, None, None)] * 30
        + [(None, None, "石碣镇", None, None, None, "77")]
    )
    assert (f"{TOWN}!G38", "column-nameless") in said(
        workbook(town=table("地市", "县区", "镇街", rows=[*rows[:4], *rows[5:]])), small
    )


def test_the_same_mistake_all_down_a_column_is_told_in_a_few_lines(small):
    problems = check(workbook(towns=[(*r[:5], "没有") for r in TOWNS]), small).problems
    assert [p.cell for p in problems] == ["F4", "F5", "F6", "F7", "F8"]
    many = table("地市", "县区", "镇街", rows=TOWNS * 100)
    duplicated = [
        p for p in check(workbook(town=many), small).problems if p.code == "area-duplicated"
    ]
    assert len(duplicated) == 5
    assert duplicated[-1].message.endswith("（同列另有 490 处同类问题，未逐一列出）")


def test_a_report_in_the_same_workbook_is_not_lost(small):
    book = openpyxl.load_workbook(RAW / "2022-08.xlsx")
    for title, rows in (
        (COUNTY, table("地市", "县区", rows=COUNTIES)),
        (TOWN, table("地市", "县区", "镇街", rows=TOWNS)),
        ("备注", [("联系人张三",)]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    assert set(said(data.getvalue(), small)) == {
        ("地市推广应用!B3", "report-beside-areas"),
        ("备注!A1", "sheet-ignored"),
        ("平台推广应用!B3", "report-beside-areas"),
        ("信息化项目!B2", "report-beside-areas"),
        ("文字数字!A1", "sheet-ignored"),
    }


def test_a_workbook_that_ends_in_rubbish_is_refused_and_the_next_one_read(small):
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(
                entry,
                content.replace(b"</sheetData>", b"<row r='9'><c r='A9'><v>")
                if entry.filename.endswith("sheet3.xml")
                else content,
            )
    assert {code for _, code in said(broken.getvalue(), small)} == {"file-corrupt"}
    assert said(workbook(), small) == []


def test_the_form_is_read_back_as_it_was_filled_in(small, tmp_path):
    form = area_template(FileWarehouse(tmp_path / "none.duckdb"), dt.date(2022, 8, 1), small)
    checked = check(form, small)
    assert (checked.tables, checked.count, [p.code for p in checked.problems]) == (
        {"county": 2, "town": 5},
        21,
        [],
    )


def test_a_marked_copy_carries_the_problems(small):
    data = workbook(counties=changed(COUNTIES, 1, 4, "-4"))
    assert isinstance(mark_workbook(data, check(data, small).problems), bytes)


# against what is published


@pytest.fixture
def path(new_warehouse):
    return new_warehouse


both_kinds = pytest.mark.both_kinds


@pytest.fixture(scope="module")
def july(small):
    rows = [(*r[:2], f"{float(r[2]) - 0.3:.1f}", *r[3:]) for r in COUNTIES]
    towns = [(*r[:3], f"{float(r[3]) - 0.2:.1f}", r[4], f"{int(r[5]) + 17}") for r in TOWNS]
    return lambda path: load(path, workbook(rows, towns, month="2022年7月"), small)


@pytest.fixture
def published(begun, july, kind):
    """July, of which August is the month after."""
    return begun(july, kind)


@both_kinds
def test_a_month_is_published_and_means_what_it_says(published, small):
    assert load(published, workbook(), small).load_id == 2
    assert ask(
        published,
        (
            "SELECT month::VARCHAR, count(*), count(value) FROM area_reported GROUP BY month "
            "ORDER BY month"
        ),
    ) == [("2022-07-01", 21, 20), ("2022-08-01", 21, 20)]
    ranked = (
        "SELECT area_name, rank, mom::DOUBLE FROM area_standing(DATE '2022-08-01', 'town', "
        f"'440100') WHERE indicator_code = '{USERS}' ORDER BY rank"
    )
    assert [(name, rank, round(mom, 2)) for name, rank, mom in ask(published, ranked)] == [
        ("洪桥街道", 1, 0.25),
        ("岭南街道", 2, 0.39),
        ("沙面街道", 3, 0.5),
    ]
    again = load(published, workbook(), small)
    assert (again.load_id, again.new) == (2, False)


@both_kinds
def test_a_revision_needs_a_reason_and_can_be_taken_back(published, small):
    load(published, workbook(), small)
    revised = workbook(counties=changed(COUNTIES, 0, 2, "95.9"))
    checked = check(revised, small, published)
    assert (checked.difference.counts, [(p.code, p.severity) for p in checked.problems]) == (
        {"改动": 1},
        [("month-revision", "需说明")],
    )
    assert [(c.key, c.then.token, c.now.token) for c in checked.difference.listed] == [
        ((USERS, "440103", "cumulative"), "95.4", "95.9")
    ]
    load(published, revised, small)
    users = (
        "SELECT token FROM area_reported WHERE area_code = '440103' AND indicator_code = "
        f"'{USERS}' AND month = '2022-08-01'"
    )
    assert ask(published, users) == [("95.9",)]
    assert revert(published, 3, "误传，退回原数", "李四", small) == 4
    assert ask(published, users) == [("95.4",)]
    assert ask(published, users, as_of_load=3) == [("95.9",)]
    assert revert(published, 1, "整月误传，撤回", "李四", small) == 5
    assert ask(published, "SELECT count(*) FROM area_reported WHERE month = '2022-07-01'") == [(0,)]


def test_decimals_alone_are_a_revision_of_a_county(published, small):
    load(published, workbook(), small)
    load(published, workbook(counties=changed(COUNTIES, 0, 2, "95.40")), small)
    assert [
        mark.split("：")[0] for (mark,) in ask(published, "SELECT mark FROM area_revision")
    ] == ["r 原 95.4（第 3 次入库改为 95.40"]


def test_who_was_second_is_told(published, small):
    first, second = (
        check(workbook(), small, published),
        check(workbook(counties=changed(COUNTIES, 0, 2, "95.9")), small, published),
    )
    publish(published, first, "张三", small)
    with pytest.raises(MonthChanged):
        publish(published, second, "李四", small)


@both_kinds
def test_a_history_too_long_for_memory_is_read_where_it_is(published, small, monkeypatch):
    monkeypatch.setattr("warehouse.opening.HELD_ROWS", 0)
    july = dt.date(2022, 7, 1)
    rows = Reader(published).ask(
        "area_ranking", month=july, indicator=USERS, level="town", within="440000", scale="value"
    )
    assert rows[["rank", "area_name", "token"]].values.tolist()[:2] == [
        [1, "洪桥街道", "79.7"],
        [2, "岭南街道", "51.8"],
    ]


@both_kinds
def test_a_rebuild_gives_the_same_rows(published, small):
    load(published, workbook(), small)
    rows = "SELECT * FROM area_observation ORDER BY ALL"
    before = ask(published, rows)
    assert rebuild(published, small) == 2
    assert ask(published, rows) == before


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (workbook(), []),
        (workbook(counties=changed(COUNTIES, 0, 2, "954")), [(f"{COUNTY}!C4", "unit-slip")]),
        (workbook(towns=changed(TOWNS, 1, 3, "41.0")), [(f"{TOWN}!D5", "cumulative-decreased")]),
        (workbook(towns=changed(TOWNS, 3, 5, "4500")), [(f"{TOWN}!F7", "jump")]),
        (workbook(towns=changed(TOWNS, 3, 4, "60.00%")), [(f"{TOWN}!E7", "jump")]),
        (workbook(towns=changed(TOWNS, 0, 5, "")), [(f"{TOWN}!F4", "areas-value-missing")]),
        (
            workbook(towns=[*TOWNS[:3], ("东莞", None, "莞城街道", "", "", ""), TOWNS[4]]),
            [(f"{TOWN}!D7", "areas-not-reported")],
        ),
    ],
)
def test_a_month_after_a_month(published, small, data, expected):
    assert [
        found for found in said(data, small, published) if found[1] != "precision-changed"
    ] == expected


def test_last_months_file_under_a_new_title_is_refused(published, small):
    july = [(*r[:3], f"{float(r[3]) - 0.2:.1f}", r[4], f"{int(r[5]) + 17}") for r in TOWNS]
    assert said(workbook(towns=july), small, published) == [(f"{TOWN}!D4", "copy-of-previous")]


@pytest.mark.parametrize(
    ("spread", "of_county", "own", "slipped", "expected"),
    [
        (4000, 0, 32, "false", []),
        (400, 32, 2, "false", []),
        (4000, 8, 4, "i = 7 AND n BETWEEN 601 AND 612", [("下移", "7", "A601", "A612", 12)]),
    ],
)
def test_towns_that_grow_alike_are_no_slip(spread, of_county, own, slipped, expected):
    """50 indicators of 1,610 towns that grow by up to 16 %, each by its own or its county's part:
    three or five rows in a line fit their neighbours' past by chance."""
    pair = f"""
        WITH town AS (
            SELECT i, n, n // 23 AS parent_code, 1000 + hash(i, n) % {spread} AS then_value,
                then_value * (1 + (hash(i, n // 23) % ({of_county} + 1) - {of_county} / 2
                    + hash(n, i) % ({own} + 1) - {own} / 2) / 100) AS kept
            FROM range(50) AS _(i), range(1610) AS _(n)
        ), pair AS (
            SELECT 'town' AS level, 's' AS source_sheet, i::VARCHAR AS indicator_code, parent_code,
                then_value, n AS line, '  A' AS column_key, 'A' || n AS source_cell,
                n AS member_code,
                if({slipped}, lag(kept) OVER (PARTITION BY i ORDER BY n), kept) AS value
            FROM town
        )"""
    with connect() as con:
        rows = Beside(con, pair).ask("row_shift")
        told = ("way", "indicator_code", "source_cell", "last_cell", "size")
        assert [tuple(row[name] for name in told) for row in rows] == expected


def test_a_doubling_of_a_few_is_chance(path, small):
    def month(visitors: str, **when) -> bytes:
        return workbook(
            [(*r[:4], str(3 * int(visitors))) for r in COUNTIES],
            [(*r[:5], visitors) for r in TOWNS],
            **when,
        )

    load(path, month("4", month="2022年7月"), small)
    assert said(month("8"), small, path) == []
    assert [code for _, code in said(month("40000"), small, path)] == ["unit-slip"] * 7


def test_counties_may_not_hold_more_than_their_city_reported(path, small):
    august = (RAW / "2022-08.xlsx").read_bytes()
    publish(path, check_workbook(august, "2022-08.xlsx", small, path), "张三", small)
    assert said(workbook(), small, path) == []
    # The towns of 东莞 are compared with 东莞 itself: it reported 1,475.4.
    assert said(workbook(towns=changed(TOWNS, 3, 3, "1450.0")), small, path) == [
        (f"{TOWN}!D7", "areas-exceed-report")
    ]
