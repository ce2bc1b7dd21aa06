"""The blocks of 系统与平台."""

import pandas as pd
import streamlit as st

from catalog import PROVINCE
from catalog.labels import plan_label
from catalog.systems import FIELDS
from paper import target_words as words
from paper.ledger import UNKNOWN
from ui.html_parts import address
from ui.page import card, page_button
from ui.pickers import ask_text, pick_one, pick_pills
from ui.plain_text import plain
from ui.tables import at_right, show_table, source_link
from ui.targets.blocks import LOOK
from words.names import CLAUSE_TEXTS, OTHER_PLATFORM, STATUSES
from words.numbers import amount, bounded, is_missing

NOTHING = "暂无公开数字"
ALL = "all"
_HELP = "工作要点和月报正文点到名的系统、平台和专题，一个一行；说明是看板自己的话，不是原文。"


def pick_system(known: pd.DataFrame) -> str:
    """The chosen system's code, '' for all."""
    names = dict(zip(known["code"], known["name"], strict=True))
    chosen = pick_one("系统", {ALL: "全部系统"} | names, "system", ALL)
    return "" if chosen == ALL else chosen


def system_table(known: pd.DataFrame, month: str) -> None:
    """All systems that the search and the chosen fields leave, with what is known of each."""
    left, right = st.columns([1, 2])
    search = ask_text("查找", "find_system", "系统、部门或条目", left)
    fields = pick_pills("领域", FIELDS, "field", right, help="不选即全部")
    said = known.apply(lambda r: " ".join(map(str, r)).casefold(), axis=1)
    found = known[[all(w in text for w in search.casefold().split()) for text in said]]
    found = found[found["field"].isin([FIELDS[code] for code in fields])] if fields else found
    counts = {k: int((found[k] > 0).sum()) for k in ("indicators", "goals", "texts")}
    silent = int((found[["indicators", "goals", "texts"]].sum(axis=1) == 0).sum())
    st.markdown(
        f"共 **{len(found)}** 个系统：有指标数据的 **{counts['indicators']}** 个，"
        f"有计划目标的 **{counts['goals']}** 个，月报正文有数字的 **{counts['texts']}** 个，"
        f"{NOTHING}的 **{silent}** 个。"
    )
    if found.empty:
        st.info("没有这样的系统。", icon=":material/search_off:")
        return
    with card("系统", _HELP):
        show_table(
            {
                "系统": found["name"].tolist(),
                "公开数字": [_numbers(r) for _, r in found.iterrows()],
                "是什么": found["what"].tolist(),
                "牵头": found["lead"].tolist(),
                "要点条目": at_right(map(str, found["clauses"])),
                "月报正文": found["reported"].tolist(),
                "领域": found["field"].tolist(),
                "又称": found["aliases"].tolist(),
            },
            alt="系统与平台",
            rows_in_sight=16,
            leads=[address("systems", system=code, month=month) for code in found["code"]],
        )
        st.caption("点系统的名称看它的指标、目标和条目。")


def _close() -> None:
    st.session_state["system"] = ALL


def _numbers(row: pd.Series) -> str:
    kinds = (("indicators", "项指标"), ("goals", "项目标"), ("texts", "个正文数字"))
    return "、".join(f"{row[k]} {said}" for k, said in kinds if row[k]) or NOTHING


def describe(row: pd.Series) -> None:
    """What the system is, who leads it, where it is named."""
    also = f"，又称{plain(row['aliases'])}" if row["aliases"] else ""
    reported = f"　·　月报正文 {row['reported']}" if row["reported"] else ""
    st.button("全部系统", icon=":material/arrow_back:", on_click=_close)
    st.markdown(f"**{plain(row['name'])}**{also}：{plain(row['what'])}。")
    st.caption(f"{row['field']}　·　牵头 {row['lead']}{reported}　·　{_numbers(row)}")


def figures(rows: pd.DataFrame) -> None:
    """The newest figure of each indicator, with its month and its source."""
    with card(
        f"指标（{len(rows)} 项）", "每项指标到所选月份为止最新的一个数；分地市的见地市排名。"
    ):
        if rows.empty:
            st.markdown(f"{NOTHING}：月报和已收录的公开数据没有这个系统的指标。")
            return
        show_table(
            {
                "指标": rows["indicator_name"].tolist(),
                "数值": at_right(
                    bounded(amount(r["value"], r["unit"], r["decimals"]), r["bound"])
                    for _, r in rows.iterrows()
                ),
                "口径": rows["measure_name"].tolist(),
                "月份": rows["month_text"].tolist(),
                "来源": rows["origin_name"].tolist(),
            },
            alt="指标",
            rows_in_sight=12,
            links=[
                source_link(r["month_text"], r["indicator_code"], PROVINCE, r["measure"])
                for _, r in rows.iterrows()
            ],
        )


def text_figures(rows: pd.DataFrame, of_all: bool = False) -> None:
    """Numbers that stand in the sentences of a report, with system, month, section and cell."""
    if rows.empty:
        return
    with card(f"月报正文的数字（{len(rows)} 个）", "月报一至三部分句子里的数；内容是看板的概括。"):
        columns = {
            "内容": rows["name"].tolist(),
            "数值": at_right(
                bounded(amount(r["value"], r["unit"], r["decimals"]), r["bound"])
                for _, r in rows.iterrows()
            ),
            **({"所属系统": [n or OTHER_PLATFORM for n in rows["system_name"]]} if of_all else {}),
            "原文": rows["token"].tolist(),
            "月份": rows["month_text"].tolist(),
            "章节": rows["section"].tolist(),
            "出处": rows["source"].tolist(),
            "备注": rows["note"].tolist(),
        }
        show_table(columns, alt="月报正文的数字", rows_in_sight=12)


def targets(rows: pd.DataFrame) -> None:
    """The plans' targets about the system and how they stand."""
    if rows.empty:
        return
    with card(f"计划目标（{len(rows)} 项）"):
        show_table(
            {
                "状态": [f"{LOOK[s][0]} {STATUSES[s]}" for s in rows["status"]],
                "目标": rows["name"].tolist(),
                "要求": at_right(words.goal(r) for _, r in rows.iterrows()),
                "实际值": at_right(
                    "" if is_missing(r["actual"]) else words.actual(r) for _, r in rows.iterrows()
                ),
                "期限": [f"{due:%Y-%m}" for due in rows["due_month"]],
                "计划": [plan_label(year) for year in rows["plan_year"]],
            },
            alt="计划目标",
        )
        page_button("targets", "看全部目标", icon="flag")


def clauses(rows: pd.DataFrame) -> None:
    """The clauses that name the system."""
    with card(f"工作要点条目（{len(rows)} 条）", "条目标题是看板自己的短标题，不是原文。"):
        if rows.empty:
            st.markdown("工作要点没有点到它，只见于月报正文。")
            return
        show_table(
            {
                "计划": [plan_label(year) for year in rows["plan_year"]],
                "条目": [n or words.UNSEEN for n in rows["number"]],
                "内容": rows["title"].tolist(),
                "牵头": [text or UNKNOWN for text in rows["leads"]],
                "依据": [CLAUSE_TEXTS[k] for k in rows["known"]],
            },
            alt="工作要点条目",
        )
