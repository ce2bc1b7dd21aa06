"""What is said of one target in numbers, on its page and on paper: goal, reading, progress,
distance."""

import pandas as pd

from catalog import catalog
from words.numbers import (
    amount,
    at_least,
    bounded,
    is_missing,
    number,
    of_cities,
    percent,
    shortest,
)

GRADES = {"official": "正式文本", "press": "媒体报道"}
NO_ADDRESS, UNSEEN = "来源地址未知", "（条目未见）"
NOT_SAID, AFTER = "—", "only_after"
_FORMED = {
    "province": "全省数",
    "new_in_year": "当年各月新增之和",
    "fall_in_year": "比上年 12 月的降幅",
}
_OF_CITIES = {"city_sum": "之和", "city_lowest": "中的最低值"}


def goal(row: pd.Series) -> str:
    """> 200 万人, as the plan prints it."""
    verb = "压减 " if row["kind"] == "reduction" else ""
    space = "" if row["unit"] == "%" else " "
    return f"{verb}{row['operator']} {shortest(row['value'])}{space}{row['unit']}"


def actual(row: pd.Series) -> str:
    """141.2 万人, in the unit of the target; at least, where it is a lower bound."""
    return bounded(said_amount(row["actual"], row), row["bound"])


def completed(percentage: float, bound) -> str:
    """70.6%, ≥ 29.0%; what is short of the target never reads as 100.0%."""
    return bounded(percent(min(percentage, 99.9) if percentage < 100 else percentage), bound)


def progress(row: pd.Series) -> str:
    """How much of the target is there; nothing where only a level after the due month is known,
    which does not say how it stood then."""
    return NOT_SAID if row["reason"] == AFTER else completed(row["progress_pct"], row["bound"])


def formed(row: pd.Series) -> str:
    """How the actual is formed: 21 市之和, 20 市（缺云浮）中的最低值（深圳）."""
    if row["formed"] in _FORMED:
        said = _FORMED[row["formed"]]
    else:
        there = "21 市" if is_missing(row["parts"]) else of_cities(row["parts"], row["unreported"])
        said = there + _OF_CITIES[row["formed"]]
    return said + ("" if is_missing(row["detail"]) else f"（{row['detail']}）")


def _scale(row: pd.Series) -> float:
    """How many of the reading's unit one of the target's is: 10,000 for 人 against 万人, else 1."""
    return row["goal"] / row["value"]


def _shown(row: pd.Series) -> tuple[str, int]:
    """(unit, decimals) of what is said about a target: the target's unit where the reading's is of
    another size, so that both stand in one."""
    if _scale(row) == 1:
        return row["actual_unit"], int(row["decimals"])
    return row["unit"], 1


def said_amount(value: float, row: pd.Series) -> str:
    """A figure in the unit that the target is said in: 141.2 万人, 54.01%."""
    return amount(value / _scale(row), *_shown(row))


def distance(value: float, row: pd.Series, finer: bool = False, upwards: bool = False) -> str:
    """A gap or a pace; rates differ by 百分点.

    `finer` for a pace below 100, which would round away; `upwards` for one that is needed: who
    keeps it as printed gets there.
    """
    unit, decimals = _shown(row)
    size = value / _scale(row)
    if finer and abs(size) < 100:
        decimals = max(decimals, 1) + (abs(size) < 1)
    said = at_least(size, decimals) if upwards else number(size, decimals)
    return f"{said} {'个百分点' if unit == '%' else unit}"


def clause(row: pd.Series) -> str:
    """Document number and clause, or that the source gives none."""
    return (row["document"] or f"{row['plan_year']} 年工作要点（文号未载）") + (
        row["clause"] or UNSEEN
    )


def graded(row: pd.Series) -> str:
    """正式文本, and that its address is not known."""
    return GRADES[row["grade"]] + ("" if row["source_url"] else f"，{NO_ADDRESS}")


def plan_of(year: int) -> int | None:
    """The newest plan year recorded that is not later than `year`, else the oldest; None where no
    plan is."""
    years = sorted({t.plan_year for t in catalog().targets})
    return max([y for y in years if y <= year], default=years[0] if years else None)
