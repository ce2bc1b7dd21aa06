"""A figure that a conditional format would show as another one is named at its cell."""

import re

import pytest

from ingest.workbook import sandbox
from tests.conftest import found
from tests.workbook_parts import Parts

CITY, PLATFORM = "地市推广应用", "平台推广应用"
FIGURES = ("D5", "D6", "F4")
_RULE = (
    '<cfRule type="cellIs" priority="1" operator="greaterThan"{}><formula>0</formula>{}</cfRule>'
)
_NEWER = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    "<x14:conditionalFormattings><x14:conditionalFormatting "
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:cfRule type="expression"><xm:f>1</xm:f><x14:dxf>{}</x14:dxf></x14:cfRule>'
    "<xm:sqref>{}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)


def number_format(code: str) -> str:
    return f'<numFmt numFmtId="170" formatCode="{code}"/>'


def formatted(workbook: bytes, areas: str, difference: str, rule: str = "") -> bytes:
    """The city sheet with one conditional format, its style the second of the workbook's two."""
    made = _RULE.format("" if rule else ' dxfId="1"', rule)
    return _with(
        workbook,
        f'<conditionalFormatting sqref="{areas}">{made}</conditionalFormatting>',
        f"<dxf><fill/></dxf><dxf>{difference}</dxf>",
    )


def _with(workbook: bytes, element: str, styles: str = "") -> bytes:
    book = Parts(workbook)
    for cell in FIGURES:
        book.number(CITY, cell, 1178.29, "0.00")
    book.insert(CITY, "<pageMargins", element)
    name = "xl/styles.xml"
    old = book.parts[name].decode()
    made = f'<dxfs count="2">{styles}</dxfs><tableStyles'
    book.parts[name] = re.sub(
        "(<dxfs[^>]*>.*?</dxfs>|<dxfs[^>]*/>)?<tableStyles", made, old
    ).encode()
    return book.packed()


@pytest.mark.parametrize(
    ("difference", "rule"),
    [
        (number_format("0&quot;万&quot;"), ""),
        (number_format("0.0&quot;万&quot;"), ""),
        (number_format("0"), ""),
        (number_format("0.0,"), ""),
        (number_format(";;;"), ""),
        (number_format("yyyy-mm-dd"), ""),
        (number_format("[DBNum1]0"), ""),
        (number_format("&quot;约&quot;0.0"), ""),
        ("", '<dataBar showValue="0"/>'),
        ("", '<iconSet iconSet="3Arrows" showValue="0"/>'),
    ],
)
def test_a_figure_that_may_look_different_blocks(august, difference, rule):
    told = found(formatted(august, "D5:D6 F4", difference, rule))
    assert (f"{CITY}!D5", "number-unshown") in told and (f"{CITY}!D6", "number-unshown") in told
    assert {cell for cell, code in told if code == "number-unshown"} <= {
        f"{CITY}!{c}" for c in FIGURES
    }


def test_what_may_be_struck_through_blocks_a_typed_figure_too(august):
    told = found(formatted(august, "D5 D9", "<font><strike/></font>"))
    assert [c for c, code in told if code == "number-marked"] == [f"{CITY}!D5", f"{CITY}!D9"]


def test_the_newer_kind_counts_too(august):
    told = found(_with(august, _NEWER.format(number_format("0.0,"), "D5")))
    assert (f"{CITY}!D5", "number-unshown") in told and (f"{CITY}!D6", "number-unshown") not in told


@pytest.mark.parametrize(
    ("areas", "difference", "rule"),
    [
        ("D4:D24", "<font><b/><color rgb='FFFF0000'/></font><fill/>", ""),
        ("D4:D24", number_format("#,##0.00"), ""),
        ("D4:D24", number_format("General"), ""),
        ("A1:XFD1", number_format(";;;"), ""),
        ("A25:XFD1048576", number_format(";;;"), ""),
        ("CW1:XFD1048576", number_format(";;;"), ""),
        ("D4:D24", "", '<dataBar><cfvo type="min"/></dataBar>'),
        ("D4:D24", "<font><strike val='0'/></font>", ""),
    ],
)
def test_what_only_colours_is_nothing(august, areas, difference, rule):
    workbook = formatted(august, areas, difference, rule)
    plain = _with(august, "")
    assert found(workbook) == found(plain)
    assert sandbox.read_workbook(workbook) == sandbox.read_workbook(plain)


@pytest.mark.parametrize(
    ("areas", "code"),
    [(" ".join(["A1:CV2000"] * 101), "layout-too-many"), ("A1:nowhere", "file-corrupt")],
)
def test_areas_without_end_or_sense_are_refused(august, areas, code):
    assert found(formatted(august, areas, number_format("0"))) == [("", code)]


def test_more_formats_than_anybody_sets_are_refused(august):
    many = [_NEWER.format(number_format("0" * n), "D5") for n in range(1, 22)]
    assert found(_with(august, "".join(many[:20])))[0][1] != "layout-too-many"
    assert found(_with(august, "".join(many))) == [("", "layout-too-many")]
