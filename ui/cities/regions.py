"""The regions' table of 地市排名: sums where cities add up, else the middle city."""

import pandas as pd

from ui.cities.blocks import absent
from ui.html_parts import card, small
from ui.tables import at_right, table_html
from words.numbers import amount, number, of_cities, percent, shares_note

REGION_HELP = "只有可相加的指标才有区域合计；比率不相加。省直/未分配 = 全省数 − 21 市之和。"
MEDIAN_HELP = "该指标不可相加，没有区域合计；这里是各区域中位市的数值。"


def region_card(totals: pd.DataFrame, ranking: pd.DataFrame, remainder: pd.DataFrame) -> str:
    """Region sums, the cities' sum, the remainder and the province, for an indicator that adds
    up."""
    unit, decimals = totals.iloc[0]["unit"], int(totals["decimals"].max())
    rows = [
        (
            r["region"] + (f"（缺{r['unreported']}）" if r["unreported"] else ""),
            r["cities"],
            number(r["value"], decimals),
            r["share_pct"],
            r["per_10k"],
        )
        for _, r in totals.iterrows()
    ]
    people = ranking["population_10k"]
    rows.append(
        (
            f"{of_cities(len(ranking), absent(ranking))}合计",
            len(ranking),
            number(totals["value"].sum(), decimals),
            None if absent(ranking) else 100.0,
            (ranking["per_10k"] * people).sum() / people.sum(),
        )
    )
    for _, r in remainder.head(1).iterrows():
        rows.append(("省直/未分配", None, number(r["remainder"], r["decimals"]), None, None))
        rows.append(("全省", None, number(r["province"], r["province_decimals"]), None, None))
    whole = ("省直/未分配", "全省")
    shown = table_html(
        {
            "区域": [r[0] for r in rows],
            "市数": at_right(number(r[1], 0) if r[1] else "" for r in rows),
            f"数值（{unit}）": at_right(r[2] for r in rows),
            "占 21 市": at_right("" if r[0] in whole else percent(r[3]) for r in rows),
            "每万人": at_right(number(r[4], 0) if r[4] is not None else "" for r in rows),
        },
        alt="区域合计",
    )
    said = "".join(_remainder(r) for _, r in remainder.head(1).iterrows())
    return card("区域合计", REGION_HELP, shown + _rounding(totals, absent(ranking)) + said)


def _rounding(totals: pd.DataFrame, missing: str) -> str:
    note = "" if missing else shares_note("占比", totals["share_pct"])
    return f"<small>{note}。</small>" if note else ""


def _remainder(row: pd.Series) -> str:
    left_over = amount(row["remainder"], row["unit"], row["decimals"])
    said = (
        f"省直/未分配 {left_over}，占全省 {percent(row['remainder_pct'])}。"
        if row["complete"]
        else f"缺{row['unreported']}，占比和省直/未分配都不算：缺的数会混在里面。"
    )
    return small(f"{said}全省数出处：{row['province_source']}")


def median_card(medians: pd.DataFrame) -> str:
    """The middle city of each region, for an indicator that does not add up."""
    unit = medians["unit"].iloc[0]
    shown = table_html(
        {
            "区域": medians["region"].tolist(),
            "市数": at_right(number(n, 0) for n in medians["cities"]),
            f"中位数（{unit}）": at_right(
                number(m, d) for m, d in zip(medians["median"], medians["decimals"], strict=True)
            ),
        },
        alt="区域中位数",
    )
    return card("区域中位数", MEDIAN_HELP, shown)
