"""A table as HTML: what is read, in which order, and what a phone leaves out."""

import re

import pandas as pd

from charts.coverage_map import coverage_map
from tests.tables_on_page import _Cells
from ui import html_parts, plain_text
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
    assert '<td class="num">1</td><th scope="row" class="named">广州</th>' in html
    assert '<span class="phone">各行相同：月份 <nobr>2022-08</nobr></span>' in html
    assert 'href="/source?a=1&amp;b=2"' in html


def test_text_of_a_file_is_text():
    html = html_table({"指标": ["<b onclick=x>&amp;", '"']}, '"><script>')
    assert "<b" not in html.replace("<button", "").replace("<body", "").replace("<tbody", "")
    assert "<script" not in html
    assert cells(html)[1:] == [["<b onclick=x>&amp;"], ['"']]


def test_few_rows_of_many_columns_are_a_list_on_a_phone():
    short, long = (html_table({n: ["1"] * rows for n in "甲乙丙丁"}, "表") for rows in (1, 7))
    assert '"sheet listed"' in short
    assert '<th scope="row" role="rowheader" class="named">1</th>' in short
    assert '<td role="cell" class="half" data-name="乙">1</td>' in short
    assert '"sheet listed"' not in long
    assert '<td class="same">1</td>' in long  # a browser knows a table, and cleans what is said
    numbers = {"部门": ["甲厅"]} | {n: at_right(["1"]) for n in "甲乙丙丁"}
    assert '"sheet listed"' not in html_table(numbers, "只有数")


def test_two_short_values_share_a_row_of_a_phones_list():
    rows = {
        "状态": ["达标"],
        "目标": ["粤省事"],
        "要求": ["≥ 3 个"],
        "依据": ["粤办函〔2022〕24号"],
    }
    html = html_table(rows, "表")
    halves = re.findall(r'class="half" data-name="(.+?)"', html)
    assert halves == ["状态", "要求"]


def test_a_preview_says_that_only_its_rows_are_the_same():
    html = html_table(
        {"指标": ["甲", "乙", "丙"], "月份": ["2025-12"] * 3}, "下载预览", part="预览的 3 行"
    )
    assert '<span class="phone">预览的 3 行相同：月份 <nobr>2025-12</nobr></span>' in html
    assert "各行相同" not in html


def test_a_value_is_in_sight_behind_the_name_of_what_it_is():
    columns, _ = _arranged({n: ["甲", "乙"] for n in ("月份", "平台", "指标", "口径", "数值")})
    assert list(columns) == ["指标", "月份", "数值", "平台", "口径"]


def test_a_table_wider_than_a_page_is_left_by_what_is_the_same():
    def shown(columns: int) -> str:
        return html_table({f"列{n}": ["公开数据"] * 7 for n in range(columns)}, "宽")

    assert 'class="sheet wide"' in shown(13)  # 13 times 5.6 em
    assert 'class="sheet"' in shown(12)


def test_the_names_of_rows_get_the_width_of_the_longest_up_to_a_limit():
    def width(*names: str) -> str:
        return html_table({"入库": list(names), "月份": ["2022-08"] * len(names)}, "入库记录")

    assert "--name:5.4em" in width("第 3 次", "第 2 次")
    assert "--name:17.6em" in width("政务服务" * 6)


def test_a_wide_table_breaks_its_longest_names_and_gives_room_beyond_its_edge():
    def html(rows: int) -> str:
        long = {"说明": ["字" * 26] * rows, "出处": ["字" * 40] * rows}
        other = {f"列{n}": [f"{n}{k}" * 5 for k in range(rows)] for n in range(4)}
        return html_table({"系统": ["粤省事"] * (rows - 1) + ["视" * 15], **other, **long}, "宽")

    told = html(8)
    assert '"sheet wide"' in told and "--name:4.6em" in told
    head = told.partition("</thead>")[0]
    assert 'min-width:15.6em"><button type="button">说明' in head  # 26 / 2 + 1 and its padding
    assert 'min-width:41.6em"><button type="button">出处' in head


def test_a_date_in_a_text_that_breaks_stays_whole():
    note = "本月数含短信评价 39,387 条，2020-01、2023-07 不含：前后口径不同，不可相比。"
    long = html_table({"月份": ["2021-01"], "注记": [note]}, "注记")
    assert '<td class="long">本月数含短信评价 39,387 条，<nobr>2020-01</nobr>、<nobr>2023-' in long
    assert ">2021-01</th>" in long  # nothing of this column breaks
    row = {"目标": ["甲"], "依据": ["乙"], "系统": ["丙"], "文件": ["模拟-2025-12-31.xlsx"]}
    listed = html_table(row, "目标")
    assert "<span>模拟-<nobr>2025-12-31</nobr>.xlsx</span></td>" in listed
    assert cells(long)[1] == ["2021-01", note]
    addresses = {"文件指纹": ["701e2512345-67" * 4], "网址": ["http://a.gov.cn/2023-12/06/1.html"]}
    assert "nobr" not in html_table(addresses, "文件")


def test_a_table_that_scrolls_anyway_keeps_a_cells_address_in_one_line():
    def widths(columns: int) -> list[str]:
        source = {"系统": ["粤省事"] * 7, "出处": ["模拟数据-2025-12.xlsx｜地市推广应用!D24"] * 7}
        told = html_table(source | {f"列{n}": ["公开数据"] * 7 for n in range(columns)}, "宽")
        return re.findall(r"min-width:([\d.]+)em", told)

    assert widths(4) == ["13.2"]
    assert widths(12) == ["22.8"]


def test_a_phone_reads_the_months_above_the_coverage_map():
    def named(count: int, label: str = "粤省事") -> list[str]:
        months = pd.date_range("2023-01", periods=count, freq="MS")
        cell = {"expected": 1, "filled": 1, "blank": 0, "absent": 0, "unprinted": 0}
        frame = pd.DataFrame([{"month": m, "label": label, **cell} for m in months])
        return list(coverage_map(frame).layout.xaxis.ticktext)

    assert named(4) == ["2023-01", "2023-02", "2023-03", "2023-04"]
    assert named(12) == ["2023-01", "2023-04", "2023-07", "2023-10"]
    assert named(36) == ["2023-01", "2024-01", "2025-01"]
    assert named(36, "粤商通 服务访问用户数-查询类") == ["2023-01", "2025-01"]


def test_months_and_days_stay_in_one_line_but_in_an_address():
    text = "2022-08 至 2023-07-31，见 /data/2022-08，编号 12022-08"
    assert html_parts.dated(text) == (
        "<nobr>2022-08</nobr> 至 <nobr>2023-07-31</nobr>，见 /data/2022-08，编号 12022-08"
    )
    assert plain_text.dated(text) == "*2022-08* 至 *2023-07-31*，见 /data/2022-08，编号 12022-08"
    assert plain_text.dated(plain_text.plain("2022-08<")) == "*2022&#45;08*&#60;"


def test_a_month_in_a_heading_or_a_link_keeps_its_line():
    html = html_parts.card("开通用户数（2022-08）", "", html_parts.way("targets", "期限 2020-12"))
    assert "<h2>开通用户数（<nobr>2022-08</nobr>）</h2>" in html  # 2022- ended a line on paper
    assert "期限 <nobr>2020-12</nobr></a>" in html
