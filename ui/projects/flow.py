"""The block of 信息化项目 that infers what moved between stages.

Everything in it is an inference and says so.
"""

import pandas as pd
import streamlit as st

from ui.plain_text import plain
from ui.tables import at_right, show_table
from words.numbers import is_missing, number, signed

ASSUMPTION = "假设：项目从准备开始，依次经过每个阶段，不跳过、不退回；取消的项目从准备阶段退出。"
HELP = (
    ASSUMPTION
    + "由后往前推：进入已完成验收 = 它的本月变化；离开某阶段 = 进入下一阶段；进入某阶段 = 离开 "
    "+ 它的本月变化。"
    "停留月数 = 月初月末平均数量 ÷ 本月离开，按一个月的速度估计，逐月会有波动。"
)


def answer(flows: pd.DataFrame) -> bool:
    """The month's flow and its bottleneck in one sentence; False, with a sentence, where nothing
    can be inferred."""
    if flows.empty:
        st.caption("本月缺少某个阶段的数量或变化，不能推断流程。")
        return False
    if flows["withheld"].any():
        st.warning(
            (
                "按这一假设，本月有的流量会是负数，说明有项目跳过、退回或从别的阶段取消。"
                "所以不作推断。"
            ),
            icon=":material/block:",
        )
        return False
    way = " → ".join(number(v, 0) for v in flows["inflow"])
    said = f"新增、进入采购、进入实施、进入验收、完成验收依次为 **{way}** 个（推断）"
    open_stages = flows.dropna(subset=["months_in_stage"])
    if not open_stages.empty:
        slowest = open_stages.loc[open_stages["months_in_stage"].idxmax()]
        said += (
            f"；停留最久的是**{plain(slowest['stage_name'])}**，按本月速度约 "
            f"**{number(slowest['months_in_stage'], 1)}** 个月"
        )
    cancelled = flows["cancelled"].iloc[0]
    said += f"；另有 {number(cancelled, 0)} 个取消" if cancelled else ""
    st.markdown(said + "。")
    st.caption(ASSUMPTION)
    return True


def flow_table(flows: pd.DataFrame) -> None:
    rows = [r for _, r in flows.iterrows()]
    show_table(
        {
            "阶段": [r["stage_name"] for r in rows],
            "月末数量": at_right(number(r["count"], 0) for r in rows),
            "本月变化": at_right(signed(r["count_change"]) for r in rows),
            "进入（推断）": at_right(number(r["inflow"], 0) for r in rows),
            "离开（推断）": at_right(
                "—" if r["stage_code"] == "accepted" else number(r["outflow"], 0) for r in rows
            ),
            "停留（月）": at_right(_months(r) for r in rows),
            "进入 = 各阶段变化之和": [r["inflow_terms"] for r in rows],
            "变化的出处": [r["source"] for r in rows],
        },
        alt="推断的项目流程",
    )


def _months(row: pd.Series) -> str:
    if row["stage_code"] == "accepted":
        return "—"
    return "本月无离开" if is_missing(row["months_in_stage"]) else number(row["months_in_stage"], 1)
