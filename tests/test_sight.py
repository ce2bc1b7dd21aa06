"""Figures that a person cannot read where they stand, although they are not hidden: named, and
why."""

from decimal import Decimal

import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color

from catalog import catalog
from ingest.pipeline import check_workbook
from ingest.workbook.colours import colour_of, theme_colours
from tests.workbook_edits import after, on, put, raw
from tests.workbook_parts import Parts

CITY, PLATFORM = "地市推广应用", "平台推广应用"


def looks(address: str = "D4", **styles):
    def change(sheet):
        for name, style in styles.items():
            setattr(sheet[address], name, style)

    return on(CITY, change)


def wide(column: str, width: float):
    return on(CITY, lambda s: setattr(s.column_dimensions[column], "width", width))


def above_zero(**how):
    rule = CellIsRule(operator="greaterThan", formula=["0"], **how)
    return on(CITY, lambda s: s.conditional_formatting.add("D4:D24", rule))


def solid(colour: str | Color) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


WHITE = Color(theme=0)
narrow = after(put(f"{CITY}!D4", 4221.5, "0.00"), wide("D", 6.6))
formula = after(
    put(f"{CITY}!D4", "=4200+21.5", "General"),
    raw(r"xl/worksheets/sheet4.xml", r"(<f>4200\+21\.5</f>)<v(?:\s*/>|></v>)", r"\1<v>4221.5</v>"),
)
formulas_shown = raw(r"xl/worksheets/sheet4.xml", "<sheetView ", '<sheetView showFormulas="1" ')

CASES = {
    "a figure wider than its column": (wide("D", 4), "有 21 格的数看不见或看不全（列宽不够）"),
    "a number shown as ####": (narrow, "列宽不够"),
    "that shrinks until it fits": (
        after(narrow, looks(alignment=Alignment(shrink_to_fit=True))),
        None,
    ),
    "letters of one point": (looks(font=Font(size=1)), "字号过小"),
    "white by the theme": (looks(font=Font(color=WHITE)), "字与底同色"),
    "nearly white": (looks(font=Font(color="FFF2F2F2")), "字与底同色"),
    "a grey on the same grey of the theme": (
        looks(font=Font(color="FFD9D9D9"), fill=solid(Color(theme=0, tint=-0.1499))),
        "字与底同色",
    ),
    "black on black, both unsaid": (looks(font=Font(), fill=solid("FF000000")), "字与底同色"),
    "white on red": (looks(font=Font(color=WHITE), fill=solid("FFC00000")), None),
    "white by a condition": (above_zero(font=Font(color=WHITE)), "条件格式可能使字与底同色"),
    "white on red by a condition": (
        above_zero(font=Font(color=WHITE), fill=PatternFill(bgColor="FFC00000")),
        None,
    ),
    "formulas shown": (after(formula, formulas_shown), "工作表设为显示公式"),
    "formulas shown where there are none": (formulas_shown, None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_figure_that_cannot_be_read_is_read_and_named(name, august):
    change, why = CASES[name]
    checked = check_workbook(change(august), "2022-08.xlsx", catalog())
    told = [(p.cell, p.message) for p in checked.problems if p.code == "content-unseen"]
    assert [cell for cell, _ in told] == (["D4"] if why else [])
    assert not why or (why in told[0][1] and "此格为「4221.5" in told[0][1])
    assert checked.by_key["city_citizen_users", "440100", "cumulative"].value == Decimal("4221.5")


@pytest.mark.parametrize(
    ("change", "cell", "mend"),
    [
        (looks(alignment=Alignment(horizontal="fill")), (CITY, "D4"), "把水平对齐改为“常规”"),
        (
            after(
                put(f"{PLATFORM}!D16", 0, "General"),
                raw(r"xl/worksheets/sheet2.xml", "<sheetView ", '<sheetView showZeros="0" '),
            ),
            (PLATFORM, "D16"),
            "勾选显示零值",
        ),
    ],
)
def test_a_figure_that_is_seen_as_another_is_asked_about(change, cell, mend, august):
    problems = check_workbook(change(august), "2022-08.xlsx", catalog()).problems
    [told] = [p for p in problems if p.severity == "阻断"]
    assert (told.code, told.place) == ("number-unshown", cell)
    assert mend in told.message


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ({"rgb": "FF0563c1"}, "0563C1"),
        ({"theme": "1"}, "000000"),
        ({"theme": "0", "tint": "-0.25"}, "BFBFBF"),
        ({"indexed": "9"}, "FFFFFF"),
        ({"indexed": "63"}, "333333"),
        ({"indexed": "64"}, "123456"),
        ({"auto": "1"}, "123456"),
        ({"theme": "99"}, "123456"),
        ({"rgb": "red"}, "123456"),
    ],
)
def test_a_colour_is_what_its_numbers_mean(said, colour):
    assert colour_of(said, theme_colours(None), "123456") == colour


_BOX = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:{0}>{1}<xdr:sp>'
    '<xdr:nvSpPr><xdr:cNvPr id="2" name="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:ext cx="9" cy="9"/>'
    "</a:xfrm>{2}<a:ln><a:solidFill/></a:ln></xdr:spPr><xdr:txBody><a:p><a:r><a:rPr><a:solidFill/>"
    "</a:rPr><a:t>4300.0</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:{0}></xdr:wsDr>"
)
_CORNER = (
    "<xdr:{0}><xdr:col>{1}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{2}</xdr:row>"
    "<xdr:rowOff>9000</xdr:rowOff></xdr:{0}>"
)
_ONE_CELL = _CORNER.format("from", 3, 3) + '<xdr:ext cx="{}" cy="{}"/>'
_PLACE = '<xdr:pos x="{}" y="{}"/><xdr:ext cx="600000" cy="190500"/>'
_LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="../drawings/drawing1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"/></Relationships>'
)


@pytest.mark.parametrize(
    ("anchor", "where", "fill", "cells"),
    [
        ("twoCell", [(3, 3), (4, 4)], "<a:solidFill/>", ["D4"]),
        ("twoCell", [(3, 3), (4, 4)], "<a:noFill/>", []),  # a red ring around a figure
        ("twoCell", [(12, 3), (15, 4)], "<a:solidFill/>", []),
        ("oneCell", _ONE_CELL.format(990_000, 190_000), "<a:solidFill/>", ["D4"]),
        ("oneCell", _ONE_CELL.format(9_000, 190_000), "<a:solidFill/>", []),
        ("absolute", _PLACE.format(2_200_000, 580_000), "<a:solidFill/>", ["D4"]),
        ("absolute", _PLACE.format(29_000_000, 580_000), "<a:solidFill/>", []),
    ],
)
def test_a_text_box_over_a_figure_is_named(anchor, where, fill, cells, august):
    if isinstance(where, list):
        where = "".join(_CORNER.format(k, *at) for k, at in zip(("from", "to"), where))
    book = Parts(august)
    book.parts["xl/drawings/drawing1.xml"] = _BOX.format(f"{anchor}Anchor", where, fill).encode()
    book.parts["xl/worksheets/_rels/sheet4.xml.rels"] = _LINK.encode()
    problems = check_workbook(book.packed(), "2022-08.xlsx", catalog()).problems
    told = [p for p in problems if p.code == "content-unseen"]
    assert [p.cell for p in told] == cells
    assert all("被图形、文本框或图片盖住" in p.message for p in told)
