"""更正: one figure changed in the workbook that is kept, everything else left; what cannot be
changed alone is refused with a sentence."""

import io
import zipfile

import openpyxl
import pytest

from catalog import catalog
from ingest import drafts
from ingest.changes import correct, on_record, review_on_record
from ingest.changes.correct import Place
from ingest.changes.rebuild import rebuild
from ingest.forms.exports import export_month
from ingest.pipeline import check_workbook
from ingest.problems import Problem
from ingest.workbook import convert, sandbox
from tests.conftest import AUGUST, ask, damaged, edited
from tests.test_on_record import ADMIN, EDITOR, VIEWER
from tests.test_pages import show, texts
from tests.test_review import REVIEWER
from tests.workbook_parts import Parts

SHEET = "平台推广应用"
WHY = "来源单位更正了累计数"
FIGURE = {"month": "2022-08", "indicator": "citizen_registered_users"}


@pytest.fixture
def real(copied, monkeypatch):
    path = copied("real")
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    return path


def test_the_grade_of_a_source_is_said_in_words(real, monkeypatch):
    shown = show("source", monkeypatch, real, month="2023-11", indicator=FIGURE["indicator"])
    told = [e.value for e in shown.table]
    assert "B（媒体自己的报道）" in "".join(t.to_string() for t in told)


def live(path, dataset: str = "report", month=AUGUST) -> int:
    query = f"SELECT max(load_id) FROM live_load WHERE dataset = '{dataset}'"
    return ask(path, query + (f" AND month = DATE '{month}'" if month else ""))[0][0]


def made(path, printed: str, cell: str = "C4", load: int | None = None, sheet: str = SHEET):
    place = Place(load or live(path), sheet, cell)
    return correct.correct(path, place, printed, WHY, catalog())


def publish(path, printed: str, person=EDITOR, answers=None, **more):
    checked, given = made(path, printed, **more)
    return on_record.publish(person, path, checked, "", catalog(), given | (answers or {}))


def workbook(path, load: int) -> bytes:
    return bytes(ask(path, f"SELECT workbook FROM load WHERE load_id = {load}")[0][0])


def differing(before: bytes, after: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(before)) as a, zipfile.ZipFile(io.BytesIO(after)) as b:
        assert a.namelist() == b.namelist()
        return [n for n in a.namelist() if a.read(n) != b.read(n)]


def test_the_one_cell_is_changed_and_marked_and_everything_holds(real):
    before = workbook(real, live(real))
    assert publish(real, "17432.9").number == 4
    after = workbook(real, 4)
    assert differing(before, after) == ["xl/worksheets/sheet2.xml", "xl/styles.xml"]
    book = openpyxl.load_workbook(io.BytesIO(after))
    cell, beside = book[SHEET]["C4"], book[SHEET]["D4"]
    assert (cell.value, cell.fill.fgColor.rgb) == ("17432.9", "FFFFF2A8")
    assert (cell.font.name, cell.border.left) == (beside.font.name, beside.border.left)
    assert beside.fill.fill_type is None
    assert ask(real, "SELECT first_token, token, reason FROM revision") == [
        ("17432.2", "17432.9", WHY)
    ]
    assert ask(real, "SELECT source_cell, reason FROM reason WHERE code = 'figure-corrected'") == [
        ("C4", WHY)
    ]
    assert ask(real, "SELECT file_name FROM load WHERE load_id = 4") == [("2022-08-更正.xlsx",)]
    figures = "SELECT * FROM reported ORDER BY ALL"
    as_loaded = ask(real, figures)
    rebuild(real, catalog())
    assert ask(real, figures) == as_loaded
    book = openpyxl.load_workbook(io.BytesIO(export_month(real, AUGUST, catalog())))
    assert 17432.9 in {c.value for row in book[SHEET].rows for c in row}


def test_a_correction_may_be_corrected_and_taken_back_and_made_again(real):
    assert publish(real, "17432.9").number == 4
    assert publish(real, "17433.9").number == 5
    assert on_record.revert(ADMIN, real, 5, WHY, "", catalog()).number == 6
    assert on_record.revert(ADMIN, real, 6, WHY, "", catalog()).kind == "done"
    assert publish(real, "17434.1").kind == "done"
    assert made(real, "17434.1").facts["why"] == "与现行的数值相同"


def test_a_number_stays_a_number_where_its_format_prints_it(new_warehouse, august):
    parts = Parts(august)
    parts.number(SHEET, "C4", 17432.2, "0.0")
    checked = check_workbook(parts.packed(), "2022-08.xlsx", catalog())
    on_record.publish(EDITOR, new_warehouse, checked, "", catalog(), {})
    for printed, value in (("17432.9", 17432.9), ("17433.25", "17433.25")):
        publish(new_warehouse, printed)
        book = openpyxl.load_workbook(io.BytesIO(workbook(new_warehouse, live(new_warehouse))))
        assert book[SHEET]["C4"].value == value  # two decimals need a text
    assert ask(new_warehouse, "SELECT token FROM revision") == [("17433.25",)]


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("<script>alert(1)</script>", "type-error"),
        ("≥17432", "type-error"),
        ("-1", "negative"),
        ("17432.9亿", "unit-conflict"),
        ("1" * 15, "number-too-large"),
        ("暂无", "placeholder"),
    ],
)
def test_a_value_that_no_workbook_may_hold_blocks(real, printed, code):
    checked, _ = made(real, printed)
    assert [p.code for p in checked.problems if p.severity == "阻断"] == [code]


@pytest.mark.parametrize("printed", ["=1+1", "17432\x00", "1\n2", "9" * 41, "\u202e9"])
def test_a_hostile_value_never_reaches_a_workbook(real, printed):
    assert made(real, printed).code == "correction-impossible"


def test_a_blank_is_a_blank_and_not_a_nought(real):
    checked, given = made(real, "", cell="D4")
    asked = {(p.code, p.sheet, p.cell): WHY for p in checked.problems if p.severity == "需说明"}
    outcome = on_record.publish(EDITOR, real, checked, "", catalog(), given | asked)
    assert outcome.kind == "done"
    query = f"SELECT value, token FROM observation WHERE load_id = {outcome.number} AND "
    query += f"source_sheet = '{SHEET}' AND source_cell = 'D4'"
    assert ask(real, query) == [(None, "")]


def test_a_bound_is_kept_as_it_is_printed(real):
    public = live(real, "public", None)
    more = {"load": public, "sheet": "公开数据"}
    assert publish(real, "超过1400万", cell="E3", **more).kind == "done"
    query = "SELECT value, bound, token FROM observation WHERE load_id = 4 AND source_cell = 'E3'"
    assert ask(real, query) == [(1400, "above", "超过1400万")]
    assert ask(real, "SELECT reason FROM revision WHERE token = '超过1400万'") == [(WHY,)]


@pytest.mark.parametrize(
    ("inside", "why"), [('<c r="C4"><f>C5+1</f><v>17432.2</v></c>', "公式"), ("", "没有内容")]
)
def test_a_cell_that_is_no_value_of_its_own_is_refused(august, inside, why):
    parts = Parts(august)
    parts._change(SHEET, r'<c r="C4"([^>]*?)(?:/>|>.*?</c>)', lambda _: inside)
    told = sandbox.change_cell(parts.packed(), SHEET, "C4", "17432.9", False)
    assert isinstance(told, Problem)
    assert why in told.message


def test_a_cell_inside_a_merge_is_refused(august):
    book = openpyxl.load_workbook(io.BytesIO(august))
    book[SHEET].merge_cells("B4:C5")
    buffer = io.BytesIO()
    book.save(buffer)
    for cell in ("B4", "C4"):
        told = sandbox.change_cell(buffer.getvalue(), SHEET, cell, "1", False)
        assert isinstance(told, Problem)
        assert "合并" in told.message


def test_a_second_figure_that_would_change_is_refused(real):
    """The workbook reads otherwise today than when it was loaded."""
    with damaged(real) as con:
        con.execute("UPDATE observation SET value = 1 WHERE source_cell = 'C5'")
    assert "连带改变其他数值" in made(real, "17432.9").message


def test_whatever_else_would_read_differently_is_seen(august):
    place = Place(1, SHEET, "C4")
    one = {f"{SHEET}!C4": "1"}
    cells = ({}, one, one | {f"{SHEET}!C5": "2"})
    read = [sandbox.read_workbook(edited(august, changes)) for changes in cells]
    assert [correct._same(read[0], other, place) for other in read] == [True, True, False]


def test_a_converted_workbook_keeps_its_original(new_warehouse, august):
    kept = convert._with_original(august, b"the old file", "xls")
    checked = check_workbook(kept, "2022-08.xls.xlsx", catalog())
    on_record.publish(EDITOR, new_warehouse, checked, "", catalog(), {})
    publish(new_warehouse, "17432.9")
    with zipfile.ZipFile(io.BytesIO(workbook(new_warehouse, 2))) as book:
        assert book.read("original/workbook.xls") == b"the old file"


def test_a_withdrawn_load_and_what_is_no_figure_are_refused(real):
    load = live(real)
    assert "不是月报的数值" in made(real, "1", cell="A4").message
    on_record.revert(ADMIN, real, load, WHY, "", catalog())
    assert "撤回或替换" in made(real, "17432.9", load=load).message


def test_it_takes_the_same_right_the_same_review_and_the_same_seal(real, monkeypatch):
    assert publish(real, "17432.9", VIEWER).kind == "refused"
    review_on_record.seal(REVIEWER, real, AUGUST, True, "", "", catalog())
    assert publish(real, "17432.9").kind == "sealed"
    review_on_record.seal(ADMIN, real, AUGUST, False, WHY, "", catalog())
    monkeypatch.setenv("KPI_REVIEW", "yes")
    assert publish(real, "17432.9").kind == "drafted"
    seen = drafts.one(1).seen
    assert review_on_record.sign(REVIEWER, real, 1, seen, "", catalog()).number == 4
    query = "SELECT source_cell, reason FROM reason WHERE load_id = 4 AND code = 'figure-corrected'"
    assert ask(real, query) == [("C4", WHY)]


def test_the_page_checks_shows_and_publishes(real, monkeypatch):
    app = show("source", monkeypatch, real, **FIGURE)
    field = next(t for t in app.text_input if t.label == "更正为")
    assert field.value == "17432.2"
    field.set_value("17432.9")
    next(b for b in app.button if b.label == "核对更正").click().run()
    assert "请写明更正原因" in app.warning[0].value
    next(t for t in app.text_input if t.label == "更正原因").set_value(WHY)
    next(b for b in app.button if b.label == "核对更正").click().run()
    assert not app.exception, app.exception
    assert "改动 **1**" in texts(app)
    app.text_input(key="corrector").set_value("张三").run()
    app.button(key="confirm").click().run()
    assert not app.exception, app.exception
    assert "已入库，记为第 4 次入库" in app.success[0].value
    assert "17&#44;432&#46;9 万" in texts(app)


def test_no_correction_is_offered_while_the_past_is_looked_at(real, monkeypatch):
    for known, offered in (("1", False), ("latest", True)):
        app = show("source", monkeypatch, real, known=known, **FIGURE)
        assert any(t.label == "更正为" for t in app.text_input) == offered


def test_a_writer_that_changes_more_than_the_cell_is_caught(real, monkeypatch):
    """Also what is no figure: the sentence under a table, the cover."""
    written = sandbox.change_cell

    def careless(data, *asked):
        made = written(data, *asked)
        return made if isinstance(made, Problem) else edited(made, {"说明!B4": "2022年第9期"})

    monkeypatch.setattr(sandbox, "change_cell", careless)
    assert made(real, "17432.9").facts["why"] == "改后读出的内容与填写的不同"
