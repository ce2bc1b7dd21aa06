"""The blocks of 信息化项目."""

import pandas as pd
import streamlit as st

from paper.tables import stage_columns
from ui.ending import end_without
from ui.plain_text import plain
from ui.revised import mark
from ui.tables import show_table
from words.columns import revised
from words.numbers import number, percent, signed

_MORE = ["change_source", "amount_source"]  # the cells of a stage beside that of its number
BARS_HELP = "点一个横条看它的出处。"


def stop_if_empty(stages: pd.DataFrame, month: pd.Series) -> None:
    if stages.empty:
        end_without(f"{month['month_text']} 没有信息化项目表。请换一个数据月份。")


def cards(stages: pd.DataFrame) -> None:
    """The total, what moves, what is done: four numbers for a meeting."""
    by_code = {r["stage_code"]: r for _, r in stages.iterrows()}
    total = by_code["total"]
    with st.grid(4, min_column_width=150):
        moved = f"本月 {signed(total['count_change'])}"
        _card("项目总数", f"{number(total['count'], 0)} 个", moved, total["source"])
        approved = f"{number(total['amount'] / 10000, 2)} 亿元"
        exactly = f"{number(total['amount'], 2)} 万元"
        _card("批复金额", approved, exactly, total["amount_source"])
        for code, label in (("implementation", "实施中"), ("accepted", "已完成验收")):
            row = by_code[code]
            moved = f"本月 {signed(row['count_change'])}，占 {percent(row['count_share_pct'])}"
            _card(label, f"{number(row['count'], 0)} 个", moved, row["source"])


def _card(label: str, value: str, below: str, source: str) -> None:
    st.metric(
        label,
        revised(value, mark(source)),
        below,
        delta_color="off",
        delta_arrow="off",
        help=_where(source),
        border=True,
        height="stretch",
    )


def _where(source) -> str:
    changed = mark(source)
    return f"出处：{plain(source)}" + (f"\n\n修订：{plain(changed)}" if changed else "")


def stage_table(stages: pd.DataFrame) -> None:
    cells = [
        "、".join([r["source"], *(s.rsplit("!", 1)[1] for s in r[_MORE] if isinstance(s, str))])
        for _, r in stages.iterrows()
    ]
    show_table(stage_columns(stages) | {"出处": cells}, alt="项目各阶段明细")


def check_sentence(checks: pd.DataFrame, notes: list[str]) -> None:
    """Whether the stated totals equal the sum of their parts, each with both numbers; `notes` on
    what rounding does to them."""
    names = {
        ("项目数量", "cumulative"): "数量",
        ("项目数量", "monthly"): "数量变化",
        ("项目批复金额", "cumulative"): "批复金额",
    }
    lines = []
    for _, r in checks.iterrows():
        name = names.get((r["indicator_name"], r["measure"]), r["indicator_name"])
        stated, total = number(r["stated"], r["decimals"]), number(r["stage_sum"], r["decimals"])
        verdict = (
            ":green[✓\u00a0一致]"
            if r["difference"] == 0
            else f":red[✕\u00a0相差\u00a0{number(r['difference'], r['decimals'])}]"
        )
        lines.append(
            f"- {name}：合计 {stated} {r['unit']}，各阶段相加 {total} {r['unit']}　{verdict}"
        )
    lines += ["- 平均金额 = 批复金额 ÷ 数量，由系统计算", *(f"- {said}" for said in notes)]
    st.markdown("**合计核对**\n" + "\n".join(lines))
