"""The composite score of 地市画像: the reader's weights, the formula in words, what adds up to it,
and what it hides."""

import datetime as dt

import pandas as pd
import streamlit as st

from catalog import catalog
from catalog.labels import indicator_label
from catalog.opening import DEFAULT_WEIGHT
from ui.pickers import pick_weight
from ui.tables import at_right, show_table
from warehouse import queries
from words.numbers import adding_up, is_missing, number, place_words, rank_words

MOST = 5
FORMULA = (
    "单项得分 = 有数据的其他市里，被该市超过的占百分之几（并列算一半），0 为最后，100 为最前；"
    "可相加的指标按每万人比较。\n\n"
    "综合得分 = 各项（单项得分 × 权重）之和 ÷ 有数据各项的权重之和。没有数据的指标不按 0 "
    "分算，连同权重一起略去；有数据的权重不到一半时不给得分。"
)
ADJUSTED = "“计入”四舍五入到一位小数，其中有的末位加减了 0.1，使各项相加等于综合得分。"
HIDES = (
    "- 只看先后，不看相差多少：领先一点和领先一倍，得分可以一样\n"
    "- 封顶的指标（如覆盖率）多市并列，拉不开差距\n"
    "- 权重由看的人定，没有官方依据；“去掉一项”一栏写明任意略去一项指标后位次落在哪里，"
    "范围越宽越不能当真\n"
    "- 缺项的市按其余指标计算，与其他市不完全可比"
)


def pick_weights() -> dict[str, int]:
    """Indicator code → weight, from 0 (not counted) to 5, for every city indicator; in the URL like
    every choice."""
    st.caption("各项权重（写在网址里，可发给别人）")
    with st.grid(4, min_column_width=200):
        return {
            i.code: pick_weight(indicator_label(i), f"weight_{i.code}", DEFAULT_WEIGHT, MOST)
            for i in catalog().indicators_of("city")
        }


def explain() -> None:
    st.markdown(FORMULA)
    st.markdown("**得分不反映**\n" + HIDES)


def content(day: dt.date, cities: list[str], weights: dict[str, int]) -> None:
    """What the weights give: each city's score, what the first one's is made of, all scores."""
    scores = queries.city.city_scores(day, weights)
    names = {c.code: c.name for c in catalog().cities}
    summary(scores, [names[city] for city in cities])
    left, right = st.columns(2)
    with left:
        parts_table(queries.city.city_score_parts(day, cities[0], weights))
    with right:
        score_table(scores)


def summary(scores: pd.DataFrame, cities: list[str]) -> None:
    """The score and place of each city of the page."""
    for city in cities:
        mine = scores[scores["city_name"] == city]
        if mine.empty or is_missing(mine["score"].iloc[0]):
            st.markdown(f"{city}：没有综合得分")
        else:
            place = place_words(mine["rank"].iloc[0], mine["tied"].iloc[0])
            st.markdown(f"{city}：综合得分 **{number(mine['score'].iloc[0], 1)}**，{place}")


def parts_table(parts: pd.DataFrame) -> None:
    """What the score is made of, indicator by indicator."""
    if not parts["weight"].any():
        st.markdown("所有权重都是 0，没有综合得分。请至少把一项权重调到 1 以上。")
        return
    rows = [r for _, r in parts.iterrows()]
    whole = parts["points"].sum(min_count=1)
    points = adding_up(list(parts["points"]), whole, 1)
    show_table(
        {
            "指标": [*(_name(r["indicator_code"]) for r in rows), "综合得分"],
            "单项得分": at_right([*(number(r["position"], 1) for r in rows), ""]),
            "权重": at_right(
                [*(number(r["weight"], 0) for r in rows), number(parts["weight"].sum(), 0)]
            ),
            "计入": at_right([*(number(p, 1) for p in points), number(whole, 1)]),
            "比较": [
                *(
                    "每万人"
                    if r["scale"] == "per_10k"
                    else "数值"
                    if isinstance(r["scale"], str)
                    else "缺"
                    for r in rows
                ),
                "",
            ],
            "出处": [*("—" if is_missing(r["source"]) else r["source"] for r in rows), ""],
        },
        alt="综合得分的组成",
    )
    if any(number(p, 1) != number(r["points"], 1) for p, r in zip(points, rows, strict=True)):
        st.caption(ADJUSTED)


def _name(code: str) -> str:
    return indicator_label(catalog().indicator(code)).replace(" · ", " ")


def score_table(scores: pd.DataFrame) -> None:
    """All cities by score, with the ranks that leaving out one indicator gives."""
    rows = [r for _, r in scores.iterrows()]
    show_table(
        {
            "位次": at_right(rank_words(r["rank"], r["tied"]) for r in rows),
            "地市": [r["city_name"] for r in rows],
            "区域": [r["region"] for r in rows],
            "得分": at_right(number(r["score"], 1) for r in rows),
            "去掉一项": [_range(r) for r in rows],
            "缺项": [f"{r['missing']} 项" if r["missing"] else "" for r in rows],
        },
        alt="各市综合得分",
        rows_in_sight=12,
    )


def _range(row: pd.Series) -> str:
    if is_missing(row["rank"]) or is_missing(row["best_rank"]):
        return "—"
    best, worst = int(row["best_rank"]), int(row["worst_rank"])
    return f"第 {best} 位" if best == worst else f"第 {best}–{worst} 位"
