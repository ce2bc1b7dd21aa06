"""What there is to tell, found in the warehouse and among the drafts each time anew, so that
nothing is missed while nobody looks."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd

from ingest import drafts
from notices.loads import takes_back, what_happened
from paper.target_words import actual, goal
from warehouse import queries
from warehouse.reader import earlier_answers
from words.names import EARLIER
from words.numbers import is_missing

ONGOING = ("due", "late")  # what still is: told also to a channel that is new
ASSUMED = "应发日（次月 15 日）是看板的假定。"


@dataclass(frozen=True)
class Cause:
    """key: never the same for two causes, always the same for one. inside: figures, and what
    somebody wrote (which may hold some), for the office's own channels. page: its address."""

    key: str
    subject: str
    title: str
    words: str
    page: str
    inside: str = ""


def causes(today: dt.date, due_days: int) -> list[Cause]:
    """All that is known now, told or not."""
    loads = queries.common.loads()
    found = [
        *_due(today, due_days, loads),
        *_drafts(),
        *_seals(),
        *_loads(loads),
        *_checks(),
        *_behind(),
    ]
    if earlier_answers():
        newest = loads["load_id"].max()
        found.append(Cause(f"earlier {newest}", "check", "数据文件损坏", EARLIER, "/"))
    return found


def _due(today: dt.date, due_days: int, loads: pd.DataFrame) -> Iterator[Cause]:
    days = queries.notices.due_dates(today)
    months = days[days["kind"] == "report"]
    reports = loads[(loads["dataset"] == "report") & loads["live"]]
    last = (
        ""
        if reports.empty
        else f"上一期由 {reports.sort_values('month').iloc[-1]['loaded_by']} 入库。"
    )
    # of what was due the newest month: each was told in its time, and an old gap is no news
    late = months[months["due_on"].dt.date < today].tail(1)
    soon = months[months["due_on"].dt.date.between(today, today + dt.timedelta(days=due_days))]
    for subject, rows, said in (("late", late, "还没有入库"), ("due", soon, "还没有入库，将到期")):
        for _, row in rows[~rows["done"]].iterrows():
            title = f"{row['code']} 月报{'逾期未到' if subject == 'late' else '将到期'}"
            words = f"{row['code']} 月报应于 {row['due_on']:%Y-%m-%d} 印发，{said}。{last}{ASSUMED}"
            yield Cause(f"{subject} {row['code']}", subject, title, words, "/upload")


def _loads(loads: pd.DataFrame) -> Iterator[Cause]:
    for _, load in loads.iloc[::-1].iterrows():
        signed = "" if is_missing(load["signed_by"]) else f"，签发 {load['signed_by']}"
        why = "" if is_missing(load["reasons"]) else f"原因：{load['reasons']}。"
        yield Cause(
            f"load {load['load_id']} {load['loaded_at']:%Y-%m-%dT%H:%M:%S}",
            "withdrawn" if takes_back(load) else "published",
            what_happened(load),
            f"{what_happened(load)}，操作人 {load['loaded_by']}{signed}。",
            f"/history?{urlencode({'load': load['load_id']})}",
            why if takes_back(load) else f"本次入库 {load['cells']:,} 个数值。",
        )


def _checks() -> Iterator[Cause]:
    for _, row in queries.notices.broken_checks().iterrows():
        yield Cause(
            f"check {row['load_id']} {row['month_text']} {row['rules']}",
            "check",
            f"{row['month_text']} 月报有校验不通过",
            f"{row['month_text']} 月报（{row['loaded_by']} 入库）不符合：{row['rules']}。",
            f"/quality?{urlencode({'month': row['month_text']})}",
            f"共 {row['places']} 处。",
        )


def _behind() -> Iterator[Cause]:
    for _, row in queries.notices.turned_behind().iterrows():
        named = f"{row['plan_year']} 年目标“{row['name']}”"
        yield Cause(
            f"behind {row['code']} {row['month_text']}",
            "behind",
            f"{named}转为滞后",
            f"到 {row['month_text']}，{named}由不滞后转为滞后。",
            f"/targets?{urlencode({'month': row['month_text']})}",
            "" if is_missing(row["actual"]) else f"目标 {goal(row)}，实际 {actual(row)}。",
        )


def _drafts() -> Iterator[Cause]:
    """What waits for a signature now, and what came back."""
    for draft in drafts.every():
        named, page = f"第 {draft.number} 份草稿", f"/review?{urlencode({'draft': draft.number})}"
        if draft.waits:
            words = f"{draft.prepared_by} 提交了草稿 {draft.file_name}，等待复核。"
            yield Cause(f"draft {draft.number}", "draft", f"{named}待复核", words, page)
        elif draft.state == drafts.RETURNED:
            words, why = f"{named}由 {draft.by} 退回。", f"退回意见：{draft.words}"
            key = f"return {draft.number}"
            yield Cause(key, "returned", f"{named}被退回", words, page, why)


def _seals() -> Iterator[Cause]:
    seals = queries.history.seals()
    for _, row in seals[seals["sealed"]].iterrows():
        named = f"{row['month_text']} 月报"
        words = f"{named}由 {row['author']} 封账。"
        key = f"seal {row['seal_id']}"
        yield Cause(key, "sealed", f"{named}已封账", words, "/history", row["reason"])
