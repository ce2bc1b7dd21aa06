"""load and check: what is wrong with a workbook, and publishing those without open problems."""

import argparse
import json

from catalog import catalog
from ingest.changes import on_record
from ingest.changes.rebuild import holds_simulated
from ingest.commands.terminal import at_the_keyboard, done, existing, say, sealed, user
from ingest.pipeline import Checked, check_workbook
from ingest.problems import SEVERITIES
from ingest.reasons import ReasonError, explain, read_reasons
from warehouse import configured_warehouse, publisher
from words.clock import beijing
from words.names import PUBLIC_SHEET, SHEETS

_DONE = {
    "created": "已新建数据仓库",
    "rebuilt": "数据仓库已按新结构重建",
    "refreshed": "目录与视图已更新",
}


def add_commands(command) -> None:
    """`command` adds one: command(name, run, help) → its parser."""
    load = command("load", _load, "check workbooks and publish those without open problems")
    load.add_argument("files", nargs="+", type=existing, metavar="FILE")
    load.add_argument(
        "--reasons",
        type=reasons,
        default={},
        metavar="FILE",
        help="JSON list of code, sheet, cell and reason for what needs one",
    )
    load.add_argument(
        "--simulated",
        action="store_true",
        help="a new warehouse is to hold simulated months, and only those",
    )
    load.add_argument(
        "--unsealing", default="", metavar="REASON", help="why it may change a sealed month"
    )
    check = command("check", _check, "check one workbook and publish nothing")
    check.add_argument("file", type=existing, metavar="FILE")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.add_argument(
        "--reasons", type=reasons, default={}, metavar="FILE", help=argparse.SUPPRESS
    )


def reasons(text: str) -> dict:
    try:
        return read_reasons(existing(text).read_text(encoding="utf-8"))
    except ReasonError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _load(said: argparse.Namespace) -> int:
    target, refused = configured_warehouse(), 0
    refreshed = on_record.refresh(at_the_keyboard(), target, catalog())
    if refreshed:
        with done():
            print(f"{_DONE[refreshed]}：{target.name}")
    held = holds_simulated(target)
    simulated = said.simulated if held is None else held
    for path in said.files:
        checked = check_workbook(path.read_bytes(), path.name, catalog(), target, simulated)
        refused += not _publish(checked, said.reasons, said.unsealing)
    return 1 if refused else 0


def _publish(checked: Checked, answers: dict, unsealing: str) -> bool:
    """Publish one workbook and print what became of it; False if it was refused."""
    if _already(checked):
        with done():
            print(f"已在库　{checked.file_name}，未作改动")
        return True
    if checked.blocked or explain(checked.problems, answers).open:
        print(f"退回　{checked.file_name}")
        print_problems(checked)
        return False
    outcome = on_record.publish(
        at_the_keyboard(), configured_warehouse(), checked, user(), catalog(), answers, unsealing
    )
    number = f"第 {outcome.number} 次入库"
    if outcome.kind == "overtaken":
        assert outcome.when and outcome.month
        sentence = (
            f"退回　{checked.file_name}：核对期间 {outcome.who} 已于 {beijing(outcome.when)} "
            f"更新了 {outcome.month:%Y-%m}，请重新核对"
        )
    elif outcome.kind == "sealed":
        sentence = f"退回　{checked.file_name}：{sealed(outcome)}"
    elif outcome.kind == "drafted":
        sentence = f"待复核　{checked.file_name}　{_summary(checked)}　草稿 {outcome.number}"
    elif outcome.kind == "done":
        sentence = f"入库　{checked.file_name}　{_summary(checked)}　{number}"
    else:
        sentence = f"已在库　{checked.file_name}（{number}），未作改动"
    say(outcome, sentence)
    if outcome.kind in ("done", "drafted"):
        with done():
            print_problems(checked)
    return outcome.kind not in ("overtaken", "sealed")


def _already(checked: Checked) -> bool:
    """A file that is known is left alone before its problems are even shown: a published file of
    data/raw must not be asked for reasons again."""
    return bool(
        publisher.read(
            configured_warehouse(), "SELECT 1 FROM load WHERE sha256 = $1 LIMIT 1", [checked.sha256]
        )
    )


def _check(said: argparse.Namespace) -> int:
    simulated = bool(holds_simulated(configured_warehouse()))
    checked = check_workbook(
        said.file.read_bytes(), said.file.name, catalog(), configured_warehouse(), simulated
    )
    accepted = not checked.blocked and not explain(checked.problems, said.reasons).open
    if said.json:
        print(json.dumps(_as_json(checked, accepted), ensure_ascii=False))
    else:
        print(f"{'通过' if accepted else '退回'}　{checked.file_name}　{_summary(checked)}")
        print_problems(checked)
    return 0 if accepted else 1


def _as_json(checked: Checked, accepted: bool) -> dict:
    return {
        "month": f"{checked.month:%Y-%m}" if checked.month else None,
        "accepted": accepted,
        "tables": checked.tables,
        "problems": [p.as_json() for p in checked.problems],
    }


def _summary(checked: Checked) -> str:
    month = (
        f"{checked.month:%Y-%m}"
        if checked.month
        else "公开数据"
        if checked.dataset == "public"
        else "月份不明"
    )
    names = SHEETS | {"public": PUBLIC_SHEET}
    rows = "、".join(f"{names[table]} {count} 行" for table, count in checked.tables.items())
    return f"{month}　{rows}" if rows else month


def print_problems(checked: Checked) -> None:
    for severity in SEVERITIES:
        for p in checked.problems:
            if p.severity == severity:
                place = f"{p.sheet}!{p.cell}　" if p.cell else ""
                print(f"　{severity}　{place}{p.message}［{p.code}］")
