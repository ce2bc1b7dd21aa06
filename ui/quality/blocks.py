"""The blocks of 数据质量 that say whether figures agree: rules, remainders, derived against
reported, outliers."""

from functools import partial

import pandas as pd
import streamlit as st

from paper.checks import HOLDS, check_columns, remainder_columns
from ui.plain_text import plain
from ui.tables import at_right, show_table
from words.clock import month_words
from words.numbers import amount, is_missing, number, signed

RULE_HELP = (
    "规则、严重程度和容差来自同一份目录，入库核对和本页用的是同一套；这里只展示，不改动任何数值。"
)
REMAINDER_HELP = (
    "各市之和总是小于全省：其余属于省直单位或没有归到地市，记作省直/未分配 = 全省 − 21 市之和。"
)
DERIVED_HELP = (
    "缺一个月时，看板用“下月累计 − 下月当月”推算它；真实月报到了以后，在这里看当时的推算差多少。"
)
OUTLIER_HELP = (
    "把本月的变动与该指标自己以前最多 24 个月的变动相比：稳健分数 = 0.6745 ×（变动 − 中位数）÷ "
    "绝对中位差。"
)
OPEN = "○ 无法核对"


def answer(
    summary: pd.DataFrame,
    checks: pd.DataFrame,
    outliers: pd.DataFrame,
    history: pd.Series,
    missing: pd.DataFrame,
) -> None:
    """The state of the month in four numbers and one sentence."""
    broken = checks[~checks["holds"].astype(bool)]
    severe = broken[broken["severity"] != "提示"]
    empty = int(missing[["absent", "blank"]].to_numpy().sum())
    metric = partial(st.metric, border=True, height="stretch")
    with st.grid(4, min_column_width=150):
        metric(
            "勾稽成立",
            f"{len(checks) - len(broken)} / {len(checks)} 项",
            help="能核对的规则中成立的；缺操作数的不算",
        )
        metric("阻断或需说明的不符", f"{len(severe)} 项", help="这两类不符在入库时须修正或写明原因")
        metric(
            "没有数值的格",
            f"{number(empty, 0)} 格",
            help="按目录本月应有、而月报没有印或印了空格的；明细见下面的“覆盖”",
        )
        metric(
            "离群值",
            f"{len(outliers)} 个" if history["judged"] else "—",
            None if history["judged"] else f"历史不足 {int(history['needed'])} 个月",
            delta_color="off",
            delta_arrow="off",
        )
    _say_answer(summary, checks, broken, severe)


def _say_answer(
    summary: pd.DataFrame, checks: pd.DataFrame, broken: pd.DataFrame, severe: pd.DataFrame
) -> None:
    if summary["checked"].sum() == 0:
        st.info("本月没有可以互相核对的数值。", icon=":material/rule:")
    elif severe.empty and broken.empty:
        st.success(f"能核对的 {len(checks)} 项勾稽全部成立。", icon=":material/check_circle:")
    else:
        worst = "、".join(
            plain(s) for s in (severe if not severe.empty else broken)["subject"].head(3)
        )
        say = st.error if not severe.empty else st.warning
        say(
            f"{len(broken)} 项勾稽不符：{worst}{'等' if len(broken) > 3 else ''}。照原数展示，"
            "从不改动。",
            icon=":material/warning:",
        )


def broken_rules(summary: pd.DataFrame) -> None:
    """How many rules hold, and those that do not."""
    holds = summary["held"] == summary["checked"]
    counts = {
        "成立": int((holds & (summary["checked"] > 0)).sum()),
        "不符": int((~holds).sum()),
        "缺数，无法核对": int((summary["checked"] == 0).sum()),
    }
    said = "，".join(f"**{count}** 条{what}" for what, count in counts.items() if count)
    st.markdown(f"{len(summary)} 条规则：{said}。")
    if not holds.all():
        rule_table(summary[~holds], "不符的规则")


def rule_table(summary: pd.DataFrame, alt: str = "勾稽规则") -> None:
    """One row per rule: what it demands, how often it held; what did not hold comes first."""
    rows = sorted((r for _, r in summary.iterrows()), key=lambda r: r["held"] == r["checked"])
    show_table(
        {
            "结果": [_verdict(r) for r in rows],
            "规则": [r["rule_name"] for r in rows],
            "能核对": at_right(number(r["checked"], 0) for r in rows),
            "成立": at_right(number(r["held"], 0) for r in rows),
            "不成立时": [r["severity"] for r in rows],
            "容差与条件": [_explained(r) for r in rows],
        },
        alt=alt,
    )


def _verdict(row: pd.Series) -> str:
    if not row["checked"]:
        return OPEN
    return HOLDS if row["held"] == row["checked"] else f"✕ {row['checked'] - row['held']} 项不符"


def _explained(row: pd.Series) -> str:
    most = (
        ""
        if is_missing(row["threshold"])
        else f"容差 {row['threshold']:g} {row['threshold_unit']}；"
    )
    return most + row["explanation"]


def rule_options(summary: pd.DataFrame) -> dict[str, str]:
    return {"all": "全部规则", "broken": "只看不符"} | dict(
        zip(summary["rule_code"], summary["rule_name"], strict=True)
    )


def check_table(checks: pd.DataFrame, which: str) -> None:
    """Every application of the chosen rules with both sides, difference, tolerance and the cells of
    its operands."""
    shown = (
        checks
        if which == "all"
        else checks[~checks["holds"].astype(bool)]
        if which == "broken"
        else checks[checks["rule_code"] == which]
    )
    if shown.empty:
        st.caption(
            "没有不符的勾稽。" if which == "broken" else "本月缺少这条规则的操作数，无法核对。"
        )
        return
    show_table(
        check_columns(shown) | {"操作数的出处": shown["operands"].tolist()},
        alt="逐项核对",
        rows_in_sight=10,
    )


def remainder_table(remainders: pd.DataFrame, month: pd.Series) -> bool:
    """What the cities leave of the province in this month; False, with a sentence, where no month
    has both."""
    if remainders.empty:
        st.caption("没有同时印了全省数和地市数的月份。")
        return False
    mine = remainders[remainders["month"] == month["month"]]
    if mine.empty:
        st.caption(f"{month['month_text']} 没有地市表，无法与全省核对；下图是有地市表的月份。")
        return True
    show_table(remainder_columns(mine) | {"出处": mine["source"].tolist()}, alt="各市之和与全省")
    return True


def has_history(remainders: pd.DataFrame) -> bool:
    """Whether there is a line to draw: one month is a sentence."""
    return remainders["month"].nunique() > 1


def remainder_note(remainders: pd.DataFrame) -> None:
    if not has_history(remainders):
        st.caption("目前只有 1 个月有地市表，还看不出变化。")
        return
    drawn = remainders[remainders["remainder_pct"].notna()]
    silent = remainders[remainders["remainder_pct"].isna()].drop_duplicates(["month", "unreported"])
    said = "、".join(f"{r.month:%Y-%m} 缺{r.unreported}" for r in silent.itertuples())
    st.caption(
        f"图：省直/未分配占全省的比重，共 {drawn['month'].nunique()} 个月"
        + (f"；{said}，不算，线在那里断开。" if said else "。")
    )


def _named(row: pd.Series) -> str:
    member = "" if row["member_name"] == "全省" else f" {row['member_name']}"
    return f"{row['platform_name']} {row['indicator_name']}{member}"


def derived_table(differences: pd.DataFrame, month: pd.Series) -> None:
    """How far the numbers that would stand in for this month were from what the report prints."""
    after = month_words((month["month"] + pd.DateOffset(months=1)).date())
    if differences.empty:
        st.caption(f"{after}的月报还没有，推不出 {month['month_text']} 的数，没有可比的。")
        return
    off = differences[~differences["agrees"].astype(bool)]
    st.markdown(
        f"{len(differences)} 个数可由 {after}的月报推出：**{len(differences) - len(off)}** "
        f"个在四舍五入的范围内一致，**{len(off)}** 个不一致。"
    )
    rows = [r for _, r in differences.iterrows()]
    show_table(
        {
            "结果": ["✓ 一致" if r["agrees"] else "✕ 不一致" for r in rows],
            "指标": [_named(r) for r in rows],
            "月报": at_right(amount(r["stated"], r["unit"], r["decimals"]) for r in rows),
            "推算": at_right(amount(r["derived"], r["unit"], r["decimals"]) for r in rows),
            "差": at_right(signed(r["difference"], int(r["decimals"])) for r in rows),
            "月报出处": [r["source"] for r in rows],
            "推算依据": [r["derived_source"] for r in rows],
        },
        alt="推算与月报",
        rows_in_sight=8,
    )


def outlier_table(outliers: pd.DataFrame, history: pd.Series) -> None:
    if not history["judged"]:
        st.caption(
            f"历史太短，不下判断：之前可比的变动最多 {int(history['longest'])} 个月，至少需要 "
            f"{int(history['needed'])} 个月。"
        )
        return
    st.markdown(
        f"有足够历史的 {int(history['judged'])} 个数中，**{len(outliers)}** 个的稳健分数超过 "
        f"{history['threshold']:g}。仅供核对，不代表有错。"
    )
    if outliers.empty:
        return
    rows = [r for _, r in outliers.iterrows()]
    show_table(
        {
            "指标": [_named(r) for r in rows],
            "数值": at_right(amount(r["value"], r["unit"], r["decimals"]) for r in rows),
            "看什么": [r["step_name"] for r in rows],
            "本月": at_right(signed(r["step"], 2) for r in rows),
            "以往中位数": at_right(signed(r["middle"], 2) for r in rows),
            "稳健分数": at_right(signed(r["score"], 1) for r in rows),
            "历史（月）": at_right(number(r["history"], 0) for r in rows),
            "出处": [r["source"] for r in rows],
        },
        alt="离群值",
        rows_in_sight=10,
    )
