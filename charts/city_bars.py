"""Cities as horizontal bars, coloured by region; many that tie are one bar."""

from collections.abc import Mapping

import pandas as pd

from charts.bar_rows import Bar
from charts.theme import NEUTRAL, REGION_COLOURS, plain
from words.numbers import number

FOLDED = 4  # so many cities on one rank are one bar
COLOURS = REGION_COLOURS | {"多区域": NEUTRAL}


def bars_of(
    frame: pd.DataFrame, value: str, unit: str, decimals: int, fold: bool, leads: Mapping[str, str]
) -> list[Bar]:
    """One bar per row, in the frame's order, or one for all that tie (`fold`: only where rows stand
    by rank); capped values say so. A bar of one city leads to its address in `leads` (by code).

    Needs city_code, city_name, region, rank, tied, source, capped and the column `value`;
    `decimals` are those of what is worked out (per_10k), the column `value` has its own, as each
    cell is printed.
    """

    def bar(row: pd.Series) -> Bar:
        printed = number(row[value], row["decimals"] if value == "value" else decimals)
        name, region = row["city_name"], row["region"]
        return Bar(
            name,
            float(row[value]),
            f"{printed}{'%' if unit == '%' else ''}{' 封顶' if row['capped'] else ''}",
            [
                f"{name}（{region}）　第 {row['rank']} 位",
                f"{printed} {plain(unit)}",
                plain(row["source"]),
            ],
            COLOURS[region],
            leads.get(row["city_code"], ""),
        )

    bars: dict[object, Bar] = {}
    for _, row in frame.iterrows():
        folded = fold and row["tied"] >= FOLDED
        key = row["rank"] if folded else row["city_code"]
        if key not in bars:
            tie = frame[frame["rank"] == row["rank"]] if folded else None
            bars[key] = bar(row) if tie is None else _tie(tie, bar(row))
    return list(bars.values())


def _tie(tie: pd.DataFrame, bar: Bar) -> Bar:
    """The bar of all that tie, made of that of one."""
    names, count = tie["city_name"].tolist(), len(tie)
    lines = ["、".join(names[n : n + 8]) for n in range(0, count, 8)]
    _, figure, _ = bar.said
    return bar._replace(
        name=f"{count} 市并列",
        said=[f"{count} 市并列第 {tie['rank'].iloc[0]} 位", figure, *lines],
        colour=bar.colour if tie["region"].nunique() == 1 else COLOURS["多区域"],
        href="",
    )
