"""本月要点: no number is free, words follow the kind, and one changed cell changes only the
sentences that use it."""

import datetime as dt
import re

import pandas as pd
import pytest

from catalog import catalog
from export.choice import Choice
from ingest.changes.publish import publish
from ingest.pipeline import check_workbook
from paper.key_points import sentences
from tests.conftest import AUGUST, JULY_2023, edited
from warehouse import queries
from warehouse.reader import Reader


def numerals(text: str) -> list[str]:
    return re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", text)


def said(path, month: dt.date) -> list[str]:
    return [
        s.text.replace("**", "") for s in sentences(Reader(path).ask("key_points", month=month))
    ]


@pytest.fixture
def real(real_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    return real_warehouse


def test_the_real_month_in_five_sentences(real):
    assert said(real, AUGUST) == [
        (
            "与上月可比的 31 项平台指标中，30 项增长、1 项持平；"
            "增幅最大的是粤省事团体码-创建团体（56.93%）。"
        ),
        "粤省心接通率当月 95.38%，比累计 93.66% 高 1.72 百分点。",
        (
            "信息化项目共 1,793 个，本月净增 107 个，批复金额 159.48 亿元；已完成验收 590 个，占 "
            "32.9%。"
        ),
        (
            "粤省事注册用户数中，珠三角占 67.5%；粤政易日活率最高佛山 78.69%，最低揭阳 35.03%，"
            "相差 43.66 百分点。"
        ),
        "勾稽核对 249 项，3 项不符，差得最多的是粤智助 日均访问量（当月数），照原数展示。",
    ]


def test_a_partial_month_says_only_what_is_known(real):
    text = "".join(said(real, JULY_2023))
    assert "粤省心接通率当月 96.08%" in text
    assert not re.search("项目共|珠三角|粤政易|比累计", text)


def test_a_month_without_a_report_says_nothing(real):
    assert said(real, dt.date(1999, 1, 1)) == []


@pytest.mark.parametrize("warehouse", ["real_warehouse", "simulated_warehouse"])
def test_every_numeral_is_bound_to_a_cell_or_a_working(warehouse, request):
    reader = Reader(request.getfixturevalue(warehouse))
    for month in reader.ask("months")["month"][::4]:
        for sentence in sentences(reader.ask("key_points", month=month.date())):
            bound = [n for number, _, _ in sentence.bound for n in numerals(number)]
            assert sorted(numerals(sentence.text)) == sorted(bound)
            assert all(re.search(r"\.xlsx｜.+!|^推算：", where) for _, _, where in sentence.bound)


def test_every_bound_value_is_the_cell_it_names(real):
    """Where the place is a single cell, the number said is the number stored there."""
    facts = queries.overview.key_points(AUGUST)
    chosen = Choice({"months": ["2022-08"]})
    cells = {
        f"{r['出处']}": r["数值"]
        for _, r in queries.download.figures(**chosen.parameters).iterrows()
    }
    stored = facts[facts["source"].isin(cells)]
    assert len(stored) >= 7
    assert [cells[s] for s in stored["source"]] == stored["value"].tolist()


def test_one_changed_cell_changes_only_the_sentences_that_use_it(place, august, real):
    changes = {
        "信息化项目!C7": ("591", [2]),
        "平台推广应用!D29": ("96.00%", [1]),
        "地市推广应用!J23": ("36.00%", [3]),
        "平台推广应用!C21": ("243.00", []),  # a card's number: the sentences leave it to the card
    }
    before = said(real, AUGUST)
    for cell, (token, moved) in changes.items():
        path = place()
        extra = {"信息化项目!C9": "1794"} if cell == "信息化项目!C7" else {}
        publish(
            path,
            check_workbook(edited(august, {cell: token} | extra), "8月.xlsx", catalog()),
            "test",
            catalog(),
        )
        after = said(path, AUGUST)
        assert [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == moved, (
            cell
        )


def test_words_follow_the_sign_and_the_kind():
    def fact(slot, value, unit, topic="rates"):
        return {
            "topic": topic,
            "part": 1,
            "slot": slot,
            "name": "接通率",
            "value": value,
            "unit": unit,
            "decimals": 2,
            "source": "x.xlsx｜a!B2",
        }

    def text(*facts):
        (sentence,) = sentences(pd.DataFrame(facts))
        return sentence.text.replace("**", "")

    level = fact("level", 95.38, "%")
    assert (
        text(level, fact("mom", -0.35, "百分点")) == "接通率当月 95.38%，较上月下降 0.35 百分点。"
    )
    assert text(level, fact("mom", 0.35, "百分点")) == "接通率当月 95.38%，较上月上升 0.35 百分点。"
    assert text(level, fact("mom", 0.004, "百分点")) == "接通率当月 95.38%，较上月持平。"
