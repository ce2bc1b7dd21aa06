"""Columns of the tables of 数据质量 that stand in the month's documents too."""

import pandas as pd

from words.columns import at_right
from words.numbers import amount, is_missing, number, of_cities, percent, rounded, shortest, signed

HOLDS, BROKEN = "✓ 成立", "✕ 不符"


def check_columns(checks: pd.DataFrame) -> dict[str, list[str]]:
    """Both sides, difference and tolerance of `queries.quality.rule_checks`."""
    rows = [r for _, r in checks.iterrows()]
    return {
        "结果": [HOLDS if r["holds"] else BROKEN for r in rows],
        "核对什么": [r["subject"] for r in rows],
        "数值": [
            f"{r['left_name']} {amount(r['left_value'], r['unit'], r['left_decimals'])}"
            for r in rows
        ],
        "应当": [_demand(r) for r in rows],
        "差": at_right(_difference(r) for r in rows),
        "容差": at_right(_tolerance(r) for r in rows),
        "规则": [r["rule_name"] for r in rows],
    }


def _demand(row: pd.Series) -> str:
    value = (
        ""
        if row["relation"] == "∈"
        else f" {amount(row['right_value'], row['unit'], row['right_decimals'])}"
    )
    return f"{row['relation']} {row['right_name']}{value}"


def _difference(row: pd.Series) -> str:
    decimals = int(row["decimals"])
    return signed(row["difference"], decimals) if rounded(row["difference"], decimals) else "0"


def _tolerance(row: pd.Series) -> str:
    return "0" if not row["tolerance"] else shortest(row["tolerance"], 3)


def remainder_columns(remainders: pd.DataFrame) -> dict[str, list[str]]:
    """Province, cities and what is left over of `queries.quality.remainder_history`."""
    rows = [r for _, r in remainders.iterrows()]
    return {
        "指标": [f"{r['platform_name']} {r['indicator_name']}" for r in rows],
        "全省": at_right(number(r["province"], r["province_decimals"]) for r in rows),
        "各市之和": at_right(
            number(r["city_sum"], r["city_decimals"])
            + (f"（{of_cities(r['cities'], r['unreported'])}）" if r["unreported"] else "")
            for r in rows
        ),
        "省直/未分配": at_right(number(r["remainder"], r["decimals"]) for r in rows),
        "单位": [r["unit"] for r in rows],
        "占全省": at_right(percent(r["remainder_pct"]) for r in rows),
        "比上月": at_right(
            "—" if is_missing(r["change_pp"]) else f"{signed(r['change_pp'], 2)} 百分点"
            for r in rows
        ),
    }
