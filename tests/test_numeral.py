"""The grammar of printed numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tables.numeral import parse_bounded, parse_number


@pytest.mark.parametrize(
    ("text", "unit", "value", "decimals"),
    [
        ("17432.2", "万", "17432.2", 1),
        ("161,572.03", "万元", "161572.03", 2),
        ("215.0亿", "亿", "215.0", 1),
        ("5.0万", "万", "5.0", 1),
        ("5.0万", "万人", "5.0", 1),
        ("-2", "个", "-2", 0),
        ("－2", "个", "-2", 0),
        ("0", "类", "0", 0),
        ("93.66%", "%", "93.66", 2),
        ("93.66", "%", "93.66", 2),
        ("１，２３４．５％", "%", "1234.5", 1),
        (" 12　", "项", "12", 0),
        ("1.5亿", "万", "15000", 0),
        ("4 221.5", "万", "4221.5", 1),
        ("1\u2009234\u00a0567", "", "1234567", 0),
        ("57.78 %", "%", "57.78", 2),
        ("4221.5万人", "万", "4221.5", 1),
        ("161,572.03万元", "万元", "161572.03", 2),
        ("1125项", "项", "1125", 0),
        ("17432.2万人次", "万", "17432.2", 1),
        ("39541.29次", "次", "39541.29", 2),
        ("19.28万人", "人", "192800", 0),  # said to be in another unit than its column
    ],
)
def test_read(text, unit, value, decimals):
    number = parse_number(text, unit)
    assert (number.value, number.decimals) == (Decimal(value), decimals)


@pytest.mark.parametrize(
    "text",
    [
        *("", "—", "-", "无", "约5", "5余", "5多万", "(5)", "5万万", "²", "①", "5%%"),
        *("1_000", "٣", "inf", "nan", "1e5", "0x10", "=1+1"),
        *("1,00", "12,3456", "1.2.3", "1.", ".5", "1 00", "1 000,000"),
        *("1125项", "5人", "5次", "5  000"),
    ],
)
def test_refused(text):
    assert parse_number(text, "万") is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [("5%", "个"), ("5万", "%"), ("5%", "万"), ("5户", "人"), ("5人次", "人"), ("5个", "%")],
)
def test_a_suffix_of_another_kind_is_refused(text, unit):
    assert parse_number(text, unit) is None


@pytest.mark.parametrize(
    ("text", "unit", "value", "bound"),
    [
        ("超过1300万", "万", "1300", "above"),
        ("680多", "项", "680", "above"),
        ("近60种", "类", "60", "below"),
        ("逾80万名", "万人", "80", "above"),
        ("1.8万家", "万家", "1.8", None),
        ("80万多条", "万条", "80", "above"),
        ("1.84亿", "万", "18400", None),
        ("2000余万", "万", "2000", "above"),
        ("8486万条", "万条", "8486", None),
        ("13,879,360", "条", "13879360", None),
        ("100%", "%", "100", None),
    ],
)
def test_a_bound_stays_a_bound(text, unit, value, bound):
    number = parse_bounded(text, unit)
    assert (f"{number.value}", number.bound) == (value, bound)  # no exponent: DuckDB drops it


@pytest.mark.parametrize("text", ["约1300万", "十万", "超", "1300万左右", "3到5万"])
def test_a_vague_figure_is_refused(text):
    assert parse_bounded(text, "万") is None


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=4),
    st.integers(0, 4),
    st.booleans(),
    st.sampled_from(["万", "个", "%", "亿"]),
)
def test_every_printed_number_reads_back_exactly(value, places, grouped, unit):
    rounded = round(value, places)
    text = f"{rounded:,f}" if grouped else f"{rounded:f}"
    number = parse_number(text, unit)
    assert (number.value, number.decimals) == (rounded, places)


@given(st.text(max_size=12))
def test_whatever_is_accepted_consists_of_a_number_only(text):
    number = parse_number(text, "万")
    if number is not None:
        assert set(text.strip()) <= set("0123456789０１２３４５６７８９.．,，+＋-－−–万亿")
        assert any(ch in "0123456789０１２３４５６７８９" for ch in text)
