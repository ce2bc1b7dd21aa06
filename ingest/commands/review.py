"""drafts, draft, sign, return, seal, unseal: 复核 and 封账 at the terminal."""

import argparse
import datetime as dt

from catalog import catalog
from ingest import drafts
from ingest.changes import on_record, review_on_record
from ingest.changes.rebuild import holds_simulated
from ingest.commands.load import print_problems, reasons
from ingest.commands.terminal import at_the_keyboard, existing, month, say, sealed, user
from ingest.pipeline import Checked, check_workbook
from ingest.reasons import LONGEST, SHORTEST, explain, is_reason
from warehouse import configured_warehouse
from words.clock import beijing
from words.names import DRAFT_STATES


def add_commands(command) -> None:
    """`command` adds one: command(name, run, help) → its parser."""
    command("drafts", _list, "list the drafts, the newest first")
    draft = command("draft", _draft, "check a workbook and keep it until somebody else signs it")
    draft.add_argument("file", type=existing, metavar="FILE")
    draft.add_argument("--reasons", type=reasons, default={}, metavar="FILE", help="as of load")
    sign = command("sign", _sign, "publish somebody else's draft, checked anew")
    sign.add_argument("number", type=int, metavar="DRAFT")
    sign.add_argument(
        "--anew", action="store_true", help="although something was published after it was filed"
    )
    sign.add_argument(
        "--unsealing", default="", metavar="REASON", help="why it may change a sealed month"
    )
    back = command("return", _return, "return a draft, or withdraw one's own, with a sentence")
    back.add_argument("number", type=int, metavar="DRAFT")
    back.add_argument("--words", required=True, type=_sentence, help=_LENGTH)
    close = command("seal", _close, "close a published month: from then on it takes a reason")
    close.add_argument("month", type=month, metavar="YYYY-MM")
    close.add_argument("--reason", default="")
    close.set_defaults(closed=True)
    again = command("unseal", _close, "open a sealed month again")
    again.add_argument("month", type=month, metavar="YYYY-MM")
    again.add_argument("--reason", required=True, type=_sentence, help=_LENGTH)
    again.set_defaults(closed=False)


_ENDED = "草稿 {} 已签发、退回或过期。"
_LENGTH = f"{SHORTEST} to {LONGEST} characters"


def _sentence(text: str) -> str:
    if not is_reason(text):
        raise argparse.ArgumentTypeError(_LENGTH)
    return text


def _list(_: argparse.Namespace) -> int:
    review_on_record.sweep(configured_warehouse())
    every = drafts.every()
    for d in every:
        filed = f"{d.prepared_by} {beijing(dt.datetime.fromisoformat(d.prepared_at))}"
        became = f"第 {d.load} 次入库" if d.load else d.words
        ended = " ".join(filter(None, (d.by, became)))
        said = (f"{d.number:>4}", d.month or "公开数据", DRAFT_STATES[d.state], d.file_name, filed)
        print("　".join((*said, ended)).rstrip("　"))
    if not every:
        print("没有草稿。")
    return 0


def _draft(said: argparse.Namespace) -> int:
    person, warehouse = at_the_keyboard(), configured_warehouse()
    on_record.refresh(person, warehouse, catalog())
    data, simulated = said.file.read_bytes(), bool(holds_simulated(warehouse))
    checked = check_workbook(data, said.file.name, catalog(), warehouse, simulated)
    if checked.blocked or explain(checked.problems, said.reasons).open:
        print(f"退回　{checked.file_name}")
        print_problems(checked)
        return 1
    outcome = review_on_record.draft(person, warehouse, checked, user(), said.reasons)
    if outcome.kind == "already":
        return say(outcome, f"已在库　{checked.file_name}（第 {outcome.number} 次入库）")
    return say(outcome, f"待复核　{checked.file_name}　草稿 {outcome.number}")


def _sign(said: argparse.Namespace) -> int:
    person, warehouse = at_the_keyboard(), configured_warehouse()
    found = drafts.one(said.number)
    checked = review_on_record.check_again(warehouse, found, catalog()) if found else None
    if found is None or checked is None:
        print(f"草稿 {said.number} 不在等待复核。用 drafts 查看。")
        return 1
    stands = review_on_record.standing(warehouse, checked)
    seen = stands if said.anew else found.seen
    outcome = review_on_record.sign(
        person, warehouse, said.number, seen, user(), catalog(), said.unsealing
    )
    if outcome.kind in ("done", "already"):
        return say(outcome, f"草稿 {said.number} 已签发，记为第 {outcome.number} 次入库。")
    if outcome.kind == "overtaken":
        _say_overtaken(outcome, checked)
    elif outcome.kind == "open":
        print("按现行数据核对，还有须修改或说明之处，没有签发；请退回：")
        print_problems(checked)
    elif outcome.kind == "sealed":
        print(sealed(outcome) + "（--unsealing）。")
    else:
        own = "不能复核本人提交的草稿。"
        print(own if outcome.kind == "own" else _ENDED.format(said.number))
    return 1


def _say_overtaken(outcome, checked: Checked) -> None:
    month = f"{outcome.month:%Y-%m}" if outcome.month else "公开数据"
    print(f"草稿提交后，{outcome.who} 于 {beijing(outcome.when)} 更新了 {month}，没有签发。")
    counts = "、".join(f"{kind} {n}" for kind, n in checked.difference.counts.items())
    print(f"与现行数据的新差异：{counts or '无'}。")
    for change in checked.difference.listed:
        then, now = (side.token if side else "（无）" for side in (change.then, change.now))
        place = change.now.place if change.now else ""
        print("　".join(("", change.kind, *change.key, f"{then} → {now}", place)).rstrip("　"))
    print("核对无误后加 --anew 再签发。")


def _return(said: argparse.Namespace) -> int:
    outcome = review_on_record.send_back(
        at_the_keyboard(), configured_warehouse(), said.number, said.words, user()
    )
    if outcome.kind == "gone":
        print(_ENDED.format(said.number))
        return 1
    return say(outcome, f"草稿 {said.number} 已退回。")


def _close(said: argparse.Namespace) -> int:
    closed = said.closed
    person, warehouse = at_the_keyboard(), configured_warehouse()
    on_record.refresh(person, warehouse, catalog())
    outcome = review_on_record.seal(
        person, warehouse, said.month, closed, said.reason, user(), catalog()
    )
    if outcome.kind == "gone":
        print(f"{said.month:%Y-%m} 没有入库的月报，或已经是这样。")
        return 1
    return say(outcome, f"{said.month:%Y-%m} 已{'封账' if closed else '解封'}。")
