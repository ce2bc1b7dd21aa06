"""What is said about one target: its numbers, why it has its status, and where it is written."""

import pandas as pd

from catalog import catalog
from catalog.labels import indicator_label
from paper.target_words import GRADES, NO_ADDRESS, clause, distance, formed, said_amount
from ui.page import link
from ui.plain_text import plain
from words.columns import DERIVED
from words.names import STATUSES
from words.numbers import is_missing, of_cities


def why(row: pd.Series) -> str:
    """The sentence under a target: what the status stands on, the gap, the pace needed, and when
    the current pace gets there."""
    parts = [_REASONS[row["reason"]](row), _lower_bound(row)]
    if row["status"] == "unconfirmed":
        parts.insert(0, f"{plain(row['note'])}；若口径一致，则为“{STATUSES[row['judgement']]}”。")
    return "".join(parts)


def _month(value) -> str:
    return f"{value:%Y-%m}"


def _needed(row: pd.Series) -> str:
    if row["gap"] == 0:
        return "正好等于目标，计划要求超过；"
    return (
        f"还差 {distance(row['gap'], row)}，到 {_month(row['due_month'])} 每月需 "
        f"{distance(row['needed_pace'], row, finer=True, upwards=True)}；"
    )


def _pace(row: pd.Series) -> str:
    since = (
        f"当年 {row['parts']} 个月平均"
        if row["formed"] == "new_in_year"
        else f"{_month(row['start_month'])} 至 {_month(row['actual_month'])}"
    )
    line = (
        "" if is_missing(row["expected"]) else f"直线进度应到 {said_amount(row['expected'], row)}；"
    )
    return f"{line}目前月均 {distance(row['pace'], row, finer=True)}（{since}），{_arrival(row)}"


def _arrival(row: pd.Series) -> str:
    if not is_missing(row["reach_month"]):
        return f"按此 {_month(row['reach_month'])} 达到。"
    if not is_missing(row["year_end"]):
        by, amount = f"按此到 {_month(row['due_month'])}", said_amount(row["year_end"], row)
        if isinstance(row["bound"], str):
            return f"{by} 至少 {amount}。"
        return f"{by} 共 {amount}，达不到。"
    if row["pace"] <= 0:
        return "按此达不到。"
    seen = (row["actual_month"].to_period("M") - row["start_month"].to_period("M")).n
    return f"{seen} 个月的变化推不到 {seen} 年以外，说不出何时达到。"


def _unknown_pace(row: pd.Series) -> str:
    return (
        _needed(row)
        + ("实际值只知界限" if isinstance(row["bound"], str) else "没有更早的数据可比")
        + "，月均进度不明，说不出何时达到。"
    )


def _paced(row: pd.Series) -> str:
    return _needed(row) + _pace(row)


def _missed(row: pd.Series) -> str:
    late = (
        ""
        if row["actual_month"] == row["due_month"]
        else f"，期限后最早的数据（{_month(row['actual_month'])}）仍未达到"
    )
    return f"期限 {_month(row['due_month'])} 已过{late}，差 {distance(row['gap'], row)}。"


def _no_final(row: pd.Series) -> str:
    then = (
        ""
        if is_missing(row["reach_month"])
        else f"按当时的月均进度 {_month(row['reach_month'])} 达到，没有数据证实。"
    )
    return (
        f"期限 {_month(row['due_month'])} 已过，最近的数据是 {_month(row['actual_month'])} 的，"
        f"到期时是否达到无从得知。{then}"
    )


def _indicator(row: pd.Series) -> str:
    return plain(indicator_label(catalog().indicator(row["indicator_code"])))


_REASONS = {
    "no_series": lambda row: "没有对应的指标。",
    "not_begun": lambda row: f"{row['plan_year']} 年计划在所选数据月份之后才开始，不作判断。",
    "no_data": lambda row: f"到所选月份，{row['plan_year']} 年没有“{_indicator(row)}”的数据。",
    "reached": lambda row: (
        f"{_month(row['actual_month'])} 已达到，期限 {_month(row['due_month'])}。"
    ),
    "reached_since": lambda row: (
        f"期限 {_month(row['due_month'])} 前没有能证明的数据；"
        f"其后最早的（{_month(row['actual_month'])}）已达到，是否按期不详。"
    ),
    "only_after": lambda row: (
        f"期限 {_month(row['due_month'])} 没有数据；"
        f"之后的水平（{_month(row['actual_month'])}）不能说明当时。"
    ),
    "bound_at_due": lambda row: (
        f"期限 {_month(row['due_month'])} 已过，只知下限，未到目标，不能判定。"
    ),
    "no_final": _no_final,
    "stale": lambda row: (
        f"{row['plan_year']} 年没有数据，最近的是 {_month(row['actual_month'])} 的，不能判断进度。"
    ),
    "no_pace": _unknown_pace,
    "on_pace": _paced,
    "nearly": lambda row: _paced(row) + "略慢于所需。",
    "behind": lambda row: _paced(row) + "慢于所需的八成。",
    "lower_bound": lambda row: _paced(row) + "下限尚未跟上，缺的数补齐后才能判定滞后与否。",
    "missed": _missed,
}


def _lower_bound(row: pd.Series) -> str:
    if not is_missing(row["months_missing"]) and row["months_missing"] > 0:
        return f"当年缺 {int(row['months_missing'])} 个月的新增，合计只是下限。"
    if row["formed"] in ("city_sum", "city_lowest") and isinstance(row["bound"], str):
        return (
            f"只有 {of_cities(row['parts'], row['unreported'])}上报，"
            f"只是{'下限' if row['bound'] == 'above' else '上限'}。"
        )
    return ""


def citation(row: pd.Series) -> str:
    """Document number, clause and grade, as a link where the address is known; else that it is
    not."""
    text, grade = plain(clause(row)), GRADES[row["grade"]]
    if row["source_url"]:
        return f"{link(text, row['source_url'])} · {grade}"
    return f"{text} · {grade} · {NO_ADDRESS}"


def short_source(row: pd.Series) -> str:
    """File, sheet and first cell; the rest of a sum's cells is in `provenance`."""
    first, *more = row["source"].replace("；", "、").split("、")
    return plain(first) + (f" 等 {len(more) + 1} 格" if more else "")


def provenance(row: pd.Series) -> str:
    """Where the actual, and the figure its pace starts from, stand."""
    lines = [
        f"目标：{plain(row['source_title'])}",
        (
            f"{_indicator(row)}，{formed(row)}，{_month(row['actual_month'])}："
            f"{plain(row['source'])}"
        ),
    ]
    if not is_missing(row["start_month"]):
        derived = DERIVED if row["start_origin"] == "derived" else ""
        lines.append(
            f"月均进度的起点 {_month(row['start_month'])}："
            f"{said_amount(row['start_value'], row)}{derived}，{plain(row['start_source'])}"
        )
    if row["note"]:
        lines.append(f"注：{plain(row['note'])}")
    return "\n\n".join(lines)
