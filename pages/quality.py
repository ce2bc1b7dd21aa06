"""数据质量: do the figures agree with each other, are they all there, did they come in time?"""

import streamlit as st

from charts.coverage_map import coverage_map
from charts.share_lines import share_lines
from ui.drawing import months_html, show_chart
from ui.page import card, head, report_line
from ui.pickers import folded, month_date, pick_month, pick_one, pick_segment
from ui.quality import arrival, blocks
from warehouse import queries
from words.clock import beijing_today

right = head("数据质量")
months = queries.common.months()
month = pick_month(months, right)
report_line(month)
day = month_date(month)

summary, checks = queries.quality.rule_summary(day), queries.quality.rule_checks(day)
outliers, history = queries.quality.outliers(day), queries.quality.outlier_history(day).iloc[0]
blocks.answer(summary, checks, outliers, history, queries.overview.missing(day))

with card("勾稽：规则与结果", blocks.RULE_HELP, height="content"):
    blocks.broken_rules(summary)
    with folded("全部规则与逐项核对", rule="all"):
        blocks.rule_table(summary)
        which = pick_one("看哪条规则", blocks.rule_options(summary), "rule", "all")
        blocks.check_table(checks, which)

remainders = queries.quality.remainder_history()
with card("地市合计与全省", blocks.REMAINDER_HELP, height="content"):
    if blocks.remainder_table(remainders, month):
        if blocks.has_history(remainders):
            st.html(months_html(share_lines(remainders), "省直/未分配占全省比重的历史"))
        blocks.remainder_note(remainders)

with card("覆盖：哪个月、哪张表、哪项指标有数", arrival.COVERAGE_HELP, height="content"):
    by = pick_segment("细到", arrival.DETAIL, "detail", "line")
    arrival.coverage_key()
    show_chart(coverage_map(queries.quality.coverage_map(by)), alt="各月各表的数值是否齐全")

with card("离群值", blocks.OUTLIER_HELP, height="content"):
    blocks.outlier_table(outliers, history)
with card("时效：各月月报是否按时入库", height="content"):
    arrival.freshness_table(queries.quality.freshness(beijing_today()))
with card("推算与月报相差多少", blocks.DERIVED_HELP, height="content"):
    blocks.derived_table(queries.quality.derived_differences(day), month)
