"""The blocks of 数值出处."""

import datetime as dt

import pandas as pd
import streamlit as st

from catalog import catalog
from catalog.labels import indicator_label, load_label
from ui.ending import end_page, end_without
from ui.page import link, page_button, say_empty
from ui.pickers import pick_one
from ui.plain_text import plain
from ui.systems import links as systems
from ui.tables import at_right, show_lines, show_table
from words.clock import beijing, beijing_now
from words.columns import DERIVED
from words.names import MEASURES, SIMULATED, SOURCE_GRADES
from words.numbers import amount, is_missing

_BOUNDS = {"above": "至少 ", "below": "至多 "}


def stop_if_empty(known: pd.DataFrame) -> None:
    if known.empty:
        say_empty("没有可查出处的数值")
        end_page()


def indicator_options(known: pd.DataFrame) -> dict[str, str]:
    registered = catalog()
    return {
        code: indicator_label(registered.indicator(code), registered)
        for code in known["indicator_code"]
    }


def default(known: pd.DataFrame) -> str:
    return known["indicator_code"].iloc[0]


def pick_month(places: pd.DataFrame, where) -> dt.date:
    months = dict(zip(places["month_text"], places["month"], strict=True))
    chosen = pick_one(
        "数据月份", {text: text for text in months}, "month", next(iter(months)), where
    )
    return months[chosen].date()


def pick_member(places: pd.DataFrame, month: dt.date, where) -> str:
    there = places[places["month"] == pd.Timestamp(month)]
    options = dict(zip(there["member_code"], there["member_name"], strict=True))
    return pick_one("地区或阶段", options, "member", next(iter(options)), where)


def measures(places: pd.DataFrame, month: dt.date, member: str) -> dict[str, str]:
    there = places[(places["month"] == pd.Timestamp(month)) & (places["member_code"] == member)]
    names = dict(zip(there["measure"], there["measure_name"], strict=True))
    return {code: names[code] for code in MEASURES if code in names}


def first_measure(places: pd.DataFrame, month: dt.date, member: str) -> str:
    return next(iter(measures(places, month, member)))


def stop_if_absent(figure: pd.DataFrame) -> None:
    if figure.empty:
        end_without("没有这个数值。请换一个月份、地区或口径。")


def citation(figure: pd.Series) -> None:
    """One line to copy: indicator, month, value, source with issue, table and cell, and when it was
    fetched."""
    st.markdown(
        f"**{plain(_named(figure))}**　{figure['month_text']}　**{plain(_value(figure))}**"
        f"　{figure['origin_name']}"
    )
    st.code(citation_line(figure, beijing_now()), language=None, wrap_lines=True)


def citation_line(figure: pd.Series, now: str) -> str:
    made_up = f"【{SIMULATED}】" if figure["simulated"] else ""
    derived = DERIVED if figure["origin"] == "derived" else ""
    if not is_missing(figure["revision"]):
        derived += f"（r，首次公布为 {figure['first_token'] or '空'}）"
    cited = [figure[name] for name in ("source_title", "issue_no") if not is_missing(figure[name])]
    if len(cited) == 2 and _without_spaces(cited[1]) in _without_spaces(cited[0]):
        cited = cited[:1]  # the title names the issue already
    title = "　".join(
        dict.fromkeys(
            [*cited, f"{figure['file_name']}", f"{figure['source_sheet']}!{figure['source_cell']}"]
        )
    )
    url = "" if is_missing(figure["source_url"]) else f"，{figure['source_url']}"
    return (
        f"{made_up}{_named(figure)}，{figure['month_text']}，{_value(figure)}{derived}，来源："
        f"{title}{url}，取数时间：{now}（北京时间），粤数月报看板"
    )


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _why_this_unit(figure: pd.Series) -> str:
    """Why the value is counted in its unit: as printed over it, or where the report prints none."""
    unit, token = figure["unit"], str(figure["token"])
    indicator = catalog().indicator(figure["indicator_code"])
    if token[-1:] in "万亿" and unit.startswith(token[-1:]):
        return f"{unit}：表头已写“{token[-1]}”，格内「{token}」是重复写，只算一次"
    if catalog().printed_unit(indicator) is None and unit not in ("%",):
        return f"{unit}：月报没有印单位，由看板目录确定。{indicator.definition}"
    return f"{unit}：按表头所印"


def describe(figure: pd.Series) -> None:
    """Workbook, sheet, cell, load, who, when."""
    indicator = catalog().indicator(figure["indicator_code"])
    lines = {
        "工作簿": figure["file_name"],
        "工作表": figure["source_sheet"],
        "单元格": figure["source_cell"],
        "性质": figure["origin_name"],
        "原文": figure["token"],
        "单位": _why_this_unit(figure),
        "当月": indicator.monthly_note if figure["measure_code"] == "monthly" else None,
        "修订": figure["revision"],
        "期号": figure["issue_no"],
        "印发日期": None if is_missing(figure["issued_on"]) else f"{figure['issued_on']:%Y-%m-%d}",
        "入库": f"第 {figure['load_id']} 次，{beijing(figure['loaded_at'])}，{figure['loaded_by']}",
        "复核": figure["signed_by"],
        "来源等级": SOURCE_GRADES.get(figure["source_grade"], figure["source_grade"]),
        "备注": figure["note"],
        "文件指纹": figure["sha256"][:12],
    }
    said = {name: text for name, text in lines.items() if not is_missing(text) and text != ""}
    show_lines({"项": list(said), "内容": [plain(text) for text in said.values()]}, "出处")
    if not is_missing(figure["source_url"]):
        title = (
            figure["source_url"]
            if is_missing(figure["source_title"])
            else plain(figure["source_title"])
        )
        st.markdown(link(title, figure["source_url"]))
    if about := systems.of_indicator(figure["indicator_code"]):
        st.markdown(about)
    page_button("history", "看这次入库", "history", load=str(figure["load_id"]))


def history_table(history: pd.DataFrame) -> None:
    if history.empty:
        st.caption("推算的数值没有入库记录：它由上面写明的两格算出，随它们变化。")
        return
    rows = [r for _, r in history.iterrows()]
    show_table(
        {
            "入库": [load_label(r["load_id"]) for r in rows],
            "状态": ["现行" if r["live"] else "已被替换" for r in rows],
            "原文": at_right(r["token"] or "（空）" for r in rows),
            "文件": [r["file_name"] for r in rows],
            "单元格": [r["place"] for r in rows],
            "时间": [beijing(r["loaded_at"]) for r in rows],
            "操作人": [r["loaded_by"] for r in rows],
            "原因或说明": [r["reason"] for r in rows],
        },
        alt="历次入库的值",
    )


def _named(figure: pd.Series) -> str:
    member = "" if figure["member_name"] == "全省" else f"{figure['member_name']} "
    return (
        f"{member}{figure['platform_name']} {figure['indicator_name']}（{figure['measure_name']}）"
    )


def _value(figure: pd.Series) -> str:
    return _BOUNDS.get(figure["bound"], "") + amount(
        figure["value"], figure["unit"], figure["decimals"]
    )
