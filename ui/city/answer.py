"""The answer of 地市画像: a line a city, above everything else."""

import pandas as pd
import streamlit as st

from ui.city.blocks import gap_shown
from ui.plain_text import plain
from words.numbers import is_missing, number, place_words, places, rounded

_NAMED = 2  # moves that are told by name; more are counted


def summary(profiles: list[pd.DataFrame]) -> None:
    """The answer in a line a city: the best and the worst indicator with the gap to the province,
    and how many ranks rose and fell."""
    for profile in profiles:
        _say_city(profile)


def _say_city(profile: pd.DataFrame) -> None:
    known = profile.dropna(subset=["position"])
    if known.empty:
        st.markdown(f"**{profile['city_name'].iloc[0]}**本月没有数据。")
        return
    parts = [f"**{profile['city_name'].iloc[0]}**（{profile['region'].iloc[0]}）"]
    for word, rows in (
        ("最靠前", known[known["position"] == known["position"].max()]),
        ("最靠后", known[known["position"] == known["position"].min()]),
    ):
        names = "、".join(plain(n) for n in rows["indicator_name"])
        first = rows.iloc[0]
        gap = _against_all(first) if len(rows) == 1 else ""
        parts.append(f"{word}：**{names}**（{_compared_place(first)}{gap}）")
    parts.append(_moved(known))
    st.markdown("　·　".join(parts))


def _moved(profile: pd.DataFrame) -> str:
    """Which ranks moved since last month, by name where they are few."""
    compared = profile.dropna(subset=["rank_change"])
    if compared.empty:
        return f"上月没有{profile['city_name'].iloc[0]}的数据，无法比较位次变化"
    rows = compared[compared["rank_change"] != 0]
    up = int((rows["rank_change"] > 0).sum())
    said = [f"{up} 项上升"] * (up > 0) + [f"{len(rows) - up} 项下降"] * (up < len(rows))
    if 0 < len(rows) <= _NAMED:
        named = zip(rows["indicator_name"], rows["rank_change"], strict=True)
        said = [f"{plain(name)} {places(moved)}" for name, moved in named]
    return f"位次比上月：{'、'.join(said)}" if said else "各项位次与上月相同"


def _against_all(row: pd.Series) -> str:
    if is_missing(row["all_gap"]):
        return ""
    level = "全省" if row["level_kind"] == "sum" else "各市中位数"
    if not is_missing(row["all_unreported"]) and row["all_unreported"]:
        level += f"（缺{row['all_unreported']}）"
    decimals, unit = gap_shown(row["gap_unit"])
    gap = rounded(row["all_gap"], decimals)
    if gap == 0:
        return f"，与{level}持平"
    return f"，比{level}{'高' if gap > 0 else '低'} {number(abs(gap), decimals)}{unit}"


def _compared_place(row: pd.Series) -> str:
    """The place by what is compared: per resident where cities add up, which is said, because the
    list below ranks amounts (第 1 位 beside 第 15 位)."""
    if row["additive"]:
        return "按每万人" + place_words(row["per_10k_rank"], row["per_10k_tied"])
    return place_words(row["rank"], row["tied"])
