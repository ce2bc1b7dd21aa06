"""The blocks of 均衡: how far 珠三角 and 粤东西北 are apart, and whether they come closer."""

import pandas as pd
import streamlit as st

from catalog import catalog
from catalog.labels import indicator_label
from charts.month_line import month_line
from ui.cities.standings import unreported
from ui.drawing import months_html
from ui.ending import end_without, say_absent
from ui.html_parts import address, card
from ui.plain_text import plain
from ui.tables import at_right, show_table
from words.numbers import amount, change, is_missing, number, of_cities, percent, rounded

SHARE_HELP = (
    "只有可相加的指标才有占比；缺一个市时不算占比。竖线是珠三角的常住人口占比：蓝条越过竖线，"
    "说明珠三角占得比人口多。点一条就看那项指标的逐月。"
)
TABLE_HELP = (
    "水平之比：粤东西北 ÷ 珠三角，可相加的指标比每万人数，其余比中位市的数值。"
    "离散系数 = 21 市标准差 ÷ 平均数，"
    "越小越均衡。变化都是与上月相比的百分点。点指标看它的逐月。"
)
NOTES = """- **占比**：该区域各市之和 ÷ 21 市之和；省直和未分配的部分不在内
- **人均水平之比**：粤东西北每万人数 ÷ 珠三角每万人数，100% 为持平；不可相加的指标用中位市之比
- **离散系数**：21 市标准差 ÷ 平均数（可相加的按每万人），每市一票，不按人口加权
- 占比、比值都由系统按月报印出的各市数值计算；常住人口为 2020 年人口普查数，注册用户可多于常住人口
- 依据：2022 年工作要点“一（一）”、2023 年工作要点“（三十一）”都要求加快数字政府\
基础能力均衡化发展；\
这两条没有给这些指标定数值目标，所以这里只说远近和方向，不判是否达标"""


def say_unreported(missing: pd.DataFrame) -> None:
    if said := unreported(missing):
        st.caption(plain(said))


def stop_if_empty(rows: pd.DataFrame, month: pd.Series) -> None:
    if rows.empty:
        when = month["month_text"]
        end_without(f"{when} 没有地市数据，看不出区域之间的差距。请换一个数据月份。")


def say_if_absent(row: pd.DataFrame, indicator: str) -> None:
    if row.empty:
        name = indicator_label(catalog().indicator(indicator))
        say_absent(f"本月没有“{name}”的地市数据，下面是其余指标。")


def summary(row: pd.DataFrame, residents: pd.DataFrame) -> None:
    """The answer in one line: shares against residents, levels against each other, the
    direction."""
    if row.empty:
        return
    r = row.iloc[0]
    people = residents.set_index("side")["share_pct"]
    parts = [f"**{plain(r['indicator_name'])}**"]
    if not is_missing(r["core_share"]):
        parts.append(
            f"珠三角 9 市占 **{percent(r['core_share'])}**（常住人口占 "
            f"{percent(people['珠三角'])}），"
            f"粤东西北 12 市占 **{percent(r['rest_share'])}**"
        )
    elif r["complete"]:
        parts.append("不可相加，没有占比")
    else:
        st.markdown(
            f"{parts[0]}　·　只有 {of_cities(r['cities'], r['unreported'])}上报，"
            "少一个市就会改变区域之间的对比，所以本月不算占比和差距"
        )
        return
    parts.append(f"粤东西北的{level_word(r)}是珠三角的 **{percent(r['gap'])}**")
    highest, lowest = plain(r["highest_city"]), plain(r["lowest_city"])
    of = "每万人数" if r["additive"] else ""  # another page says how far amounts are apart
    times = f"**{number(r['max_to_min'], 1)} 倍**"
    parts.append(f"{of}最高（{highest}）是最低（{lowest}）的 {times}")
    parts.append(_direction(r))
    st.markdown("　·　".join(parts))


def level_word(row: pd.Series) -> str:
    return "每万人数" if row["additive"] else "中位数"


def _direction(row: pd.Series) -> str:
    """Closer or further apart than last month: which way the ratio moved towards or from 100 %."""
    if is_missing(row["gap_change"]):
        return "上月没有可比的地市数据，还不能说差距在缩小还是扩大"
    before, now = abs(100 - (row["gap"] - row["gap_change"])), abs(100 - row["gap"])
    if rounded(before - now, 2) == 0:
        return "差距与上月相同"
    moved = "缩小" if now < before else "扩大"
    return f"差距比上月{moved} {number(abs(before - now), 2)} 百分点"


def balance_table(rows: pd.DataFrame, month: str) -> None:
    """Every indicator: shares, levels against each other, the spread of the cities. A name leads to
    its months, also of what has no share and so no bar."""
    every = [r for _, r in rows.iterrows()]
    show_table(
        {
            "指标": _names(every),
            "粤东西北占比": at_right(percent(r["rest_share"]) for r in every),
            "占比变化": at_right(change(r["share_change"], "百分点") for r in every),
            "水平之比": at_right(percent(r["gap"]) for r in every),
            "比值变化": at_right(change(r["gap_change"], "百分点") for r in every),
            "最高÷最低": at_right(amount(r["max_to_min"], "倍", 1) for r in every),
            "最高": [r["highest_city"] for r in every],
            "最低": [r["lowest_city"] for r in every],
            "离散系数": at_right(percent(r["variation"]) for r in every),
            "离散变化": at_right(change(r["variation_change"], "百分点") for r in every),
        },
        alt="各项指标的区域差距",
        leads=ways(rows, month),
    )


def ways(rows: pd.DataFrame, month: str) -> list[str]:
    """Where each indicator leads: to its months."""
    return [address("balance", indicator=code, month=month) for code in rows["indicator_code"]]


def sides_table(rows: pd.DataFrame) -> None:
    """What the ratios are made of: both sides' levels and sums, with the cells."""
    every = [r for _, r in rows.iterrows()]
    show_table(
        {
            "指标": _names(every),
            "珠三角占比": at_right(percent(r["core_share"]) for r in every),
            "珠三角水平": at_right(_level(r, "core") for r in every),
            "粤东西北水平": at_right(_level(r, "rest") for r in every),
            "珠三角合计": at_right(
                amount(r["core_total"], r["unit"], r["decimals"]) for r in every
            ),
            "粤东西北合计": at_right(
                amount(r["rest_total"], r["unit"], r["decimals"]) for r in every
            ),
            "珠三角出处": [r["core_source"] for r in every],
            "粤东西北出处": [r["rest_source"] for r in every],
        },
        alt="两个区域的水平与合计",
    )


def _names(rows: list[pd.Series]) -> list[str]:
    """With who is missing: highest, lowest and sums are then of the others only."""
    silent = (f"（缺{r['unreported']}）" if r["unreported"] else "" for r in rows)
    return [
        f"{r['platform_name']} {r['indicator_name']}{s}" for r, s in zip(rows, silent, strict=True)
    ]


def _level(row: pd.Series, side: str) -> str:
    level = row[f"{side}_level"]
    if is_missing(level):
        return "—"
    if row["additive"]:
        return f"每万人 {number(level, 0 if level >= 100 else 1)}"
    return f"中位 {amount(level, row['unit'], row['decimals'])}"


def history_charts(history: pd.DataFrame, residents: pd.DataFrame) -> None:
    """Share, ratio and spread by month; a sentence where there is only one."""
    if history["gap"].notna().sum() < 2:
        st.markdown(
            "只有一个月有地市数据，还不能说差距在缩小还是扩大；有两个月以后这里会有走势图。"
        )
        return
    people = residents.set_index("side")["share_pct"]["粤东西北"]
    cells = history["rest_source"].fillna("") + "　÷　" + history["core_source"].fillna("")
    cities = (
        history["cities"].astype("string").fillna("")
        + " 市，最高 "
        + history["highest_city"].fillna("")
        + "，最低 "
        + history["lowest_city"].fillna("")
    )
    gap, ratio = "粤东西北与珠三角的水平之比", cells.map(_in_lines)
    drawn = []
    if history["rest_share"].notna().any():  # a rate has no shares
        level = f"常住人口 {percent(people)}"
        drawn.append(_card(history, "rest_share", ratio, people, level, "粤东西北占比"))
    drawn.append(_card(history, "gap", ratio, 100.0, "持平 100%", gap))
    drawn.append(_card(history, "variation", cities, None, "", "21 市离散系数"))
    st.html(f'<div class="cards" style="--least:30%">{"".join(drawn)}</div>')


def _card(
    history: pd.DataFrame,
    column: str,
    said: pd.Series,
    level: float | None,
    level_name: str,
    title: str,
) -> str:
    chart = month_line(history, column, "%", 1, said, level, level_name)
    return card(title, "", months_html(chart, f"{title}走势"))


def _in_lines(text: str) -> str:
    cells = text.split("、")
    return "、\n".join("、".join(cells[n : n + 8]) for n in range(0, len(cells), 8))
