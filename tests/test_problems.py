"""A problem carries its facts and its cells; its sentence is made from them."""

import datetime as dt
from decimal import Decimal

import pytest

from ingest.bounded_problems import BoundedProblems
from ingest.problems import problem


def test_the_sentence_is_made_from_the_facts():
    made = problem(
        "growth-mismatch",
        "平台推广应用",
        "D4",
        [("平台推广应用", "C40")],
        label="总访问量",
        monthly="当月新增",
        total="1,490.66",
        new="307.81",
        then="1,182.85",
        grown=Decimal("307.8100"),
        difference=Decimal(0),
        before=dt.date(2022, 7, 1),
    )
    assert made.message == (
        "“总访问量”累计 1,490.66 比 2022-07 的 1,182.85 增加 307.81，而当月新增写 307.81，相差 0"
        "（另一格在 平台推广应用!C40）。请核对，如无误请说明。"
    )
    assert (made.facts["grown"], made.others) == (Decimal("307.81"), (("平台推广应用", "C40"),))
    assert made.as_json()["others"] == ["平台推广应用!C40"]


def test_text_of_the_file_is_cut_and_long_lists_name_ten():
    assert (
        "「" + "9" * 39 + "…」"
        in problem("type-error", found="9" * 300, example="1", negative="", hint="").message
    )
    areas = problem(
        "areas-value-missing",
        label="事项",
        count=11,
        labels=list("甲乙丙丁戊己庚辛壬癸子"),
        before="去年",
    )
    assert "：甲、乙、丙、丁、戊、己、庚、辛、壬、癸等。" in areas.message


def test_a_fact_that_is_missing_is_noticed_where_it_is_left_out():
    with pytest.raises(KeyError, match="before"):
        problem("month-gap", count=2)


def test_of_a_kind_in_a_column_five_are_listed_and_the_rest_counted():
    problems = BoundedProblems()
    problems.add(
        *(problem("negative", "县区", f"D{n}", found="-1", label="事项") for n in range(1, 9))
    )
    *_, last = problems.all()
    assert (len(problems.all()), last.cell, last.more) == (5, "D5", 3)
    assert last.message.endswith("请核对。（同列另有 3 处同类问题，未逐一列出）")
