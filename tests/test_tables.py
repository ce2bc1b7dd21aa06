"""A table as HTML: what is read, in which order, and what a phone leaves out."""

from tests.tables_on_page import _Cells
from ui.html_table import html_table
from ui.tables import _arranged
from words.columns import at_right


def cells(html: str) -> list[list[str]]:
    parser = _Cells()
    parser.feed(html)
    return parser.rows


def test_values_come_early_and_sources_last_and_empty_columns_are_named():
    columns, left_out = _arranged(
        {
            "指标": ["甲", "乙"],
            "出处": ["A1", "A2"],
            "变化": ["—", ""],
            "单位": ["万", "项"],
            "平台": ["一", "二"],
            "数值": at_right(["1", "2"]),
        }
    )
    assert list(columns) == ["指标", "单位", "数值", "平台", "出处"]
    assert left_out == ["变化"]


def test_the_row_is_named_by_its_city_and_what_is_the_same_everywhere_is_said_once():
    html = html_table(
        {"位次": at_right("123"), "地市": ["广州", "深圳", "佛山"], "月份": ["2022-08"] * 3},
        "位次表",
        links=["/source?a=1&b=2"] * 3,
    )
    assert cells(html)[:2] == [["位次", "地市", "月份", "溯源"], ["1", "广州", "2022-08", "查看"]]
    assert '<th scope="row" role="rowheader" class=" named">广州</th>' in html
    assert 'class="num">1</td>' in html.replace('data-name="位次"', "").replace(" >", ">")
    assert '<span class="phone">各行相同：月份 2022-08</span>' in html
    assert 'href="/source?a=1&amp;b=2"' in html


def test_text_of_a_file_is_text():
    html = html_table({"指标": ["<b onclick=x>&amp;", '"']}, '"><script>')
    assert "<b" not in html.replace("<button", "").replace("<body", "").replace("<tbody", "")
    assert "<script" not in html
    assert cells(html)[1:] == [["<b onclick=x>&amp;"], ['"']]


def test_few_rows_of_many_columns_are_a_list_on_a_phone():
    assert '"sheet listed"' in html_table({n: ["1"] for n in "甲乙丙丁"}, "短")
    assert '"sheet listed"' not in html_table({n: ["1"] * 7 for n in "甲乙丙丁"}, "长")
