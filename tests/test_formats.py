"""A number is read as its format shows it, or is said not to be readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tables.numeral import parse_number
from ingest.workbook.formats import Format, Shown, format_of

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
WAN_OR_YI = '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0'


@pytest.mark.parametrize(
    ("value", "code", "text", "stored"),
    [
        (17432.2, "General", "17432.2", ""),
        (289.7000000000007, "General", "289.7", ""),
        (3.0000000000000004, "General", "3", ""),
        (4221.500000000001, "General", "4221.5", ""),
        (1594761.7234567, "General", "1594761.723", "1594761.7234567"),
        (0.123456789123, "General", "0.123456789", "0.123456789123"),
        (0.00001, "General", "0.00001", ""),
        (-3.5, "General", "-3.5", ""),
        (12345678901, "General", "12345678901", ""),
        (17432.2, "0.00", "17432.20", ""),
        (161572.03, "#,##0.00", "161,572.03", ""),
        (0.9366, "0.00%", "93.66%", ""),
        (93.66, '0.00"%"', "93.66%", ""),
        (1, "0%", "100%", ""),
        (2.5, "0", "3", "2.5"),
        (1.005, "0.00", "1.01", "1.005"),
        (2.4999999999999996, "0", "3", "2.5"),  # Excel rounds from 15 digits
        (178.29, "0", "178", "178.29"),
        (107, "@", "107", ""),
        (5, "0.##", "5", ""),
        (5.1, "0.0??", "5.1", ""),
        (0.5, "#.00", "0.50", ""),
        (1, "0000", "0001", ""),
        (178.294999, ACCOUNTING, "178.29", "178.294999"),
        (-5, ACCOUNTING, "-5.00", ""),
        (0, ACCOUNTING, "0", ""),
        (-178, "#,##0.00_);[Red]\\(#,##0.00\\)", "-178.00", ""),
        (1234567.8, "#,##0.0;[红色]-#,##0.0", "1,234,567.8", ""),
        (178.29, "[$¥-804]#,##0.00", "178.29", ""),
        (2478, '0"项"', "2478项", ""),
        (5, 'G/通用格式"项"', "5项", ""),
        (17432.2, '0.0"万"', "17432.2万", ""),
        (174322000, '0!.0,"万"', "17432.2万", ""),
        (174322499, '0!.0,"万"', "17432.2万", "174322499"),
        (174322000, WAN_OR_YI, "1.74亿", "174322000"),
        (20000, WAN_OR_YI, "2.0万", ""),
        (9999, WAN_OR_YI, "9999", ""),
        (1234000, "#,##0,", "1,234", ""),
        (1500000, '0.0,,"百万"', "1.5百万", ""),
        (-0.001, "0.00", "0.00", "-0.001"),
    ],
)
def test_a_number_reads_as_it_is_shown(value, code, text, stored):
    kind = "text" if "百" in text else "number"  # which the grammar of numbers then refuses
    assert Format(code).show(value) == Shown(kind, text, stored)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (123456789012, "General", "1.23457E+11"),
        (1.23456789e-5, "General", "1.23457E-05"),
        (12000, "0.00E+00", "1.2E+04"),
        (8, '0"月新增"', "8月新增"),
        (5, "(0)", "(5)"),
    ],
)
def test_what_is_no_figure_is_the_text_that_is_shown(value, code, text):
    shown = Format(code).show(value)
    assert (shown.kind, shown.text) == ("text", text)
    assert parse_number(shown.text, "万") is None


@pytest.mark.parametrize(
    ("value", "code"),
    [
        *(
            (5, code)
            for code in (";;;", "# ?/?", "[DBNum1]General", ".00", "0" * 300, "0;0;0;@;0", "0*0")
        ),
        *((-178, code) for code in ("#,##0;#,##0", "0;[Red]0", "[>5]0;0.0", "0;")),
        (0, "0;-0;;@"),
        (0, "#"),
        (1743220, '#,##0!.0,"万"'),
    ],
)
def test_what_cannot_be_told_is_said(value, code):
    assert Format(code).show(value).kind == "unshown"


@pytest.mark.parametrize(
    "code",
    [
        *("yyyy/m/d", 'm"月"d"日"', '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "[h]:mm", "mm:ss.0"),
        *("上午/下午h:mm", "[$-F800]dddd, mmmm dd, yyyy", "e", "aaaa"),
    ],
)
def test_dates_are_dates(code):
    assert Format(code).show(44564).kind == "date"


@pytest.mark.parametrize(
    ("code", "text"),
    [("0.00", "甲"), ("@", "甲"), ('@"市"', "甲市"), (";;;", ""), ("0;0;0;@", "甲")],
)
def test_a_text_is_read_as_it_is_shown_too(code, text):
    assert Format(code).show_text("甲") == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=30))
def test_any_format_of_any_number_has_an_answer(value, code):
    shown = format_of(code).show(value)
    assert shown.kind in ("number", "text", "date", "unshown")
    if shown.kind == "number":
        assert parse_number(shown.text.rstrip("万亿%"), "个") is not None


@given(st.decimals(-(10**8), 10**8, places=4), st.integers(0, 4), st.booleans())
def test_plain_formats_round_as_arithmetic_does(value, places, grouped):
    code = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    shown = Format(code).show(float(value))
    number = parse_number(shown.text, "个")
    assert abs(number.value - value) * 2 <= 10**-places or places == 4
    assert number.decimals == places
    assert bool(shown.stored) == (number.value != value)
