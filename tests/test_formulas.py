"""A formula whose stored result is not what it gives: found where it can be computed with
certainty, silent elsewhere."""

import pytest

from catalog import catalog
from ingest.pipeline import check_workbook
from ingest.workbook import formulas
from ingest.workbook.formulas import Formula, Numbers, outdated
from tests.conftest import found
from tests.workbook_parts import Parts

CITY = "地市推广应用"
HERE = (9, 9)
NUMBERS = {(1, 1): 2.0, (2, 1): 3.5, (3, 1): 0.1, (1, 3): 2.005, (2, 3): 10.0, HERE: 99.0}
OTHERS = {(7, 3): None, (8, 3): "广州", (2, 2): "深圳", (3, 2): "广州"}
OTHER_SHEET = Numbers({(1, 1): 7.0})


def made(text: str, stored: float = 99.0, **how) -> str | None:
    """What the formula in I9 gives, None where that is what is stored or cannot be told."""
    sheet = Numbers(NUMBERS | {HERE: stored}, OTHERS, {HERE: Formula(text, **how)})
    return outdated({"表1": sheet, "7月 表": OTHER_SHEET})["表1"].get(HERE)


@pytest.mark.parametrize(
    ("formula", "gives"),
    [
        ("A1+1", "3"),
        ("SUM(A1:A3)", "5.6"),
        ("sum($A$1:A2,A3)/2", "2.8"),
        ("(A1-A2)*4", "-6"),
        ("A1+B9", "2"),
        ("A1-A2-1", "-2.5"),
        ("-A1+A2*50%", "-0.25"),
        ("'7月 表'!A1+表1!A1", "9"),
        ("SUM('7月 表'!A1:A3)", "7"),
        ("AVERAGE(A1:A5)", "1.86666666667"),
        ("ROUND(C1,2)", "2.01"),  # 2.00 by the binary fraction
        ("ROUNDDOWN(A2/A1,0)+MAX(A1:A3)-MIN(A1:A3)", "4.4"),
        ("SUMPRODUCT(A1:A2,C1:C2)", "39.01"),
        ("IF(A1>1,A2,0)", "3.5"),
        ('IF(C8="广州",IFERROR(1/0,5),A2)', "5"),
        ('IF(B9="","",A1)', "空白"),
        ("VLOOKUP(C8,B1:C3,2,FALSE)+A1", "2"),
        ("VLOOKUP(B2,B1:C3,2,0)", "10"),
        ("VLOOKUP(A2,$A:$A,1,0)", "3.5"),
        ("VLOOKUP(A2,A1:A65536,1,0)", "3.5"),
        ("HLOOKUP(A1,A1:C2,2,0)", "3.5"),
        ("INDEX(C1:C3,MATCH(B2,B1:B3,0))", "10"),
        ("INDEX(A:A,MATCH(B2,B:B,0))", "3.5"),
        ("INDEX(A1:C3,2,3)+INDEX(A1:C1,3)", "12.005"),
        ("SUMIF(B1:B3,B2,C1:C3)", "10"),
        ("SUMIF(B:B,B2,A:A)", "3.5"),
        ('SUMIFS(C1:C3,B1:B3,"深圳",A1:A3,3.5)', "10"),
        ("COUNTIF(B1:B3,B2)+COUNTIFS(B1:B3,B2,A1:A3,2)", "1"),
        ("_xlfn.XLOOKUP(B2,B1:B3,C1:C3)", "10"),
        ("SUM(A:A)", "5.6"),
        ("IF(AND(A1>0,NOT(A2>9)),INT(A2),0)", "3"),
        ("IF(OR(A1>9,A2>0),MOD(A2,2),0)", "1.5"),
        ("TRUNC(C1,1)+10^2", "102"),
        ("-A1^2", "4"),
    ],
)
def test_what_a_formula_gives_now(formula, gives):
    assert made(formula) == gives
    if gives != "空白":
        assert made(formula, float(gives) + 1e-13) is None


def test_a_formula_filled_down_moves_along():
    assert made("$A$1+A1+A$1", down=1) == "7.5"


@pytest.mark.parametrize(
    "formula",
    [
        *("", "VLOOKUP(A1,A1:C3,2)", "说明!A1", "[1]表1!A1", "A1:A3", "SUM(A1:A3"),
        *(
            "A1&A2",
            "SUM(C:C)",
            "MATCH(A1,A1:A3)",
            'SUMIF(A1:A3,">1")',
            'SUMIF(A1:A3,"2")',
            'VLOOKUP("广*",B1:C3,2,0)',
            "INDEX(A1:C3,2)",
            "XLOOKUP(B2,B1:B3,C1:C2)",
            "(0-A1)^0.5",
            "C7+1",
            "C8+1",
            "SUM(C7:C8)",
            "ROUND(A1,1,1)",
            "ROUND(1,99)",
        ),
        *("(" * 60 + "A1" + ")" * 60, "SUM(A1:CV2000)", "YOY2022+1", "A0", "NOW()", "SUM()"),
    ],
)
def test_of_any_other_formula_it_is_said_that_it_was_not_computed(formula):
    assert made(formula) == ""


def test_what_is_divided_by_nought_is_left_as_stored():
    assert made("A1/0") is None and made("INDEX(A1:A3,9)") is None


def test_what_all_formulas_look_at_is_bounded(monkeypatch):
    enough = len("SUM(A1:A3)") + 3
    monkeypatch.setattr(formulas, "MOST", enough)
    assert made("SUM(A1:A3)") == "5.6"
    monkeypatch.setattr(formulas, "MOST", enough - 1)
    assert made("SUM(A1:A3)") == ""
    monkeypatch.setattr(formulas, "MOST", 3)  # of all that follow too
    assert made("SUM(A1:A3)") == ""


def test_a_figure_that_was_not_calculated_anew_is_named(august):
    book = Parts(august)
    book.number(CITY, "D4", 4221.5, "General")
    book.cell(CITY, "D5", "<f>D4-2240.5</f><v>1981</v>")
    book.cell(CITY, "D6", "<f>D4-3774</f><v>447.3</v>")
    assert found(book.packed()) == [(f"{CITY}!D6", "formula-outdated")]


def test_a_formula_of_another_sheet_or_filled_down_is_computed_too(august):
    book = Parts(august)
    book.number(CITY, "D4", 4221.5, "General")
    share = '<f t="shared" si="0"{}</f><v>{}</v>'
    book.cell(CITY, "D5", share.format(' ref="D5:D6">D4-2240.5', 1981))
    book.cell(CITY, "D6", share.format(">", 447.3))  # gives -259.5
    book.cell("平台推广应用", "C9", f"<f>ROUND({CITY}!D4,0)</f><v>2984.3</v>")
    assert sorted(found(book.packed())) == [
        (f"{CITY}!D6", "formula-outdated"),
        ("平台推广应用!C9", "formula-outdated"),
    ]


def test_figures_taken_from_formulas_that_are_not_computed_are_named(august):
    book = Parts(august)
    book.cell(CITY, "D4", "<f>TEXT(4221.49,&quot;0.0&quot;)</f><v>4221.5</v>", "str")
    book.cell(CITY, "D5", "<f>OFFSET(D4,1,0)</f><v>1981</v>")
    checked = check_workbook(book.packed(), "2022-08.xlsx", catalog())
    [told] = [p for p in checked.problems if p.code == "formula-not-computed"]
    assert told.place == (CITY, "D4") and told.severity == "提示"
    assert told.message.startswith("D4、D5 共 2 格是公式") and "「4221.5」" in told.message
