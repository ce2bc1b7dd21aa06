"""Text can never become a formula, and numbers stay numbers: properties of the macro, of the
workbook's cells and of the CSV."""

import io
import itertools
import unicodedata

import duckdb
import openpyxl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.xlsx import Table, to_workbook
from tests.shown import shown
from warehouse import view_files
from words.cell_numbers import as_number, number_format

DANGEROUS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    "﹢",
    "﹣",
    "﹦",
    "﹫",
    "−",
)
con = duckdb.connect()
con.execute(view_files.MACROS)
texts = st.builds(
    str.__add__,
    st.sampled_from([*DANGEROUS, "", "'", "a"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
)


def is_number(text: str) -> bool:
    try:
        return float(text.removesuffix("%").replace(",", "")) is not None
    except ValueError:
        return False


@settings(max_examples=300)
@given(texts)
@example("=1+1")
@example("-2+3+cmd|' /C calc'!A0")
@example("-2")
@example("+1,234.5%")
@example("-1\n=2")
@example("@SUM(A1)")
@example("\t=1")
@example(" =1")
@example("\u200b\u00a0-2+3")
@example("\u200b安全")
def test_a_text_is_itself_or_begins_with_an_apostrophe(text):
    said = con.execute("SELECT harmless(?)", [text]).fetchone()[0]
    assert said in (text, "'" + text)
    if said == text:
        assert not text.startswith(DANGEROUS) or is_number(text)
    else:
        before = "".join(itertools.takewhile(lambda c: unicodedata.category(c)[0] in "ZCM", text))
        assert text[len(before) :].startswith(DANGEROUS) or set(before) & {"\t", "\r", "\n"}


@settings(max_examples=100)
@given(st.lists(texts, min_size=1, max_size=5))
def test_a_workbook_has_no_formula_and_keeps_every_text(values):
    book = openpyxl.load_workbook(
        io.BytesIO(
            to_workbook([Table("表", {"列": values, "数": values}, ("数",))], [("=1", "+2")])
        )
    )
    cells = [c for row in book["表"].iter_rows(min_row=2) for c in row]
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    expected = [
        "".join(ch for ch in v if ch in "\t\n\r" or ch >= " ")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        for v in values
    ]
    for value, text, number in zip(expected, cells[::2], cells[1::2], strict=True):
        assert (text.value or "").replace("_x000D_", "\n").replace("\r", "\n") in (
            value,
            value.replace("￾", "").replace("￿", ""),
        )
        assert number.data_type in ("s", "inlineStr", "n")


@given(
    st.decimals(-(10**9), 10**9, places=3),
    st.integers(0, 3),
    st.booleans(),
    st.sampled_from(["", "%"]),
)
@example(-2, 0, True, "")
def test_a_number_on_screen_becomes_a_number_that_shows_the_same(value, decimals, signed, percent):
    text = f"{abs(value):,.{decimals}f}{percent}"
    text = ("+" if value > 0 else "−" if value < 0 else "") + text if signed else text
    number, pattern = as_number(text)
    assert shown(number, pattern) == text


def test_what_is_no_number_stays_text():
    for text in (
        "—",
        "1–3",
        "007",
        "2022-08",
        "440100，广州",
        "1e5",
        "٣",
        "",
        "12345678901234567890",
        "5\x1f",
        '5"',
    ):
        assert as_number(text) is None


def test_marks_and_units_stand_in_the_format_so_that_the_column_adds_up():
    for text, value in {
        "1（并列）": 1,
        "▲ 1.69%": 0.0169,
        "▼ 0.35 百分点（推算）": -0.35,
        "≥ 2,500 r": 2500,
        "215.0亿": 215.0,
        "17,432.2 万": 17432.2,
        "持平": 0,
        "> 200 万人": 200,
        "压减 ≥ 30%": 0.3,
        "每万人 1,473": 1473,
    }.items():
        number, pattern = as_number(text)
        assert (number, shown(number, pattern)) == (value, text)


def test_a_number_has_the_decimals_that_it_has():
    assert [number_format(v) for v in (255.0, 17432.2, 100.73, 1e15, -0.001)] == [
        "#,##0",
        "#,##0.0",
        "#,##0.00",
        "#,##0",
        "#,##0.000",
    ]
