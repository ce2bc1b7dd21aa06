"""The command line: python -m ingest load | check | history | revert | annotate | template |
export, and upkeep_commands.py.

Exit code 0 accepted, 1 refused, 2 wrong usage.
"""

import argparse
import datetime as dt
import json
import pathlib
import sys

from access import audit
from catalog import catalog
from ingest.changes import annotate
from ingest.changes.publish import MonthChanged, publish
from ingest.changes.rebuild import holds_simulated, refresh
from ingest.changes.revert import NotInForce, revert
from ingest.commands.terminal import at_the_keyboard, existing, user
from ingest.commands.upkeep import add_upkeep_commands
from ingest.forms.exports import MonthNotPublished, area_template, export_month, template
from ingest.pipeline import Checked, check_workbook
from ingest.problems import SEVERITIES
from ingest.reasons import SHORTEST, ReasonError, explain, read_reasons
from warehouse import publisher, warehouse_path
from warehouse.lake_access import Unavailable
from words.clock import beijing
from words.names import AREA_SHEETS, PUBLIC_SHEET, TABLE_SHEETS

_HISTORY = """
    SELECT load_id, coalesce(strftime(month, '%Y-%m'), '公开数据'),
        CASE WHEN dataset = 'area' THEN '县区镇街' ELSE '' END
            || CASE WHEN partial THEN '部分' ELSE '' END,
        file_name, left(sha256, 12),
        strftime(loaded_at + INTERVAL 8 HOUR, '%Y-%m-%d %H:%M'), loaded_by,
        (SELECT count(*) FROM observation o WHERE o.load_id = load.load_id)
            + (SELECT count(*) FROM area_observation a WHERE a.load_id = load.load_id),
        coalesce('　撤回第 ' || reverts || ' 次入库', '')
            || CASE WHEN load_id IN (SELECT load_id FROM live_load) THEN '　现行' ELSE '' END
    FROM load ORDER BY load_id
"""
_DONE = {
    "created": "已新建数据仓库",
    "rebuilt": "数据仓库已按新结构重建",
    "refreshed": "目录与视图已更新",
}


def main(arguments: list[str] | None = None) -> int:
    said = _parser().parse_args(arguments)
    try:
        return said.run(said)
    except Unavailable as unavailable:
        print(unavailable.sentence)
        print(unavailable, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Load monthly workbooks into the warehouse (KPI_WAREHOUSE).",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help)
        added.set_defaults(run=run)
        return added

    load = command("load", _load, "check workbooks and publish those without open problems")
    load.add_argument("files", nargs="+", type=existing, metavar="FILE")
    load.add_argument(
        "--reasons",
        type=_reasons,
        default={},
        metavar="FILE",
        help="JSON list of code, sheet, cell and reason for what needs one",
    )
    load.add_argument(
        "--simulated",
        action="store_true",
        help="a new warehouse is to hold simulated months, and only those",
    )
    check = command("check", _check, "check one workbook and publish nothing")
    check.add_argument("file", type=existing, metavar="FILE")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.add_argument(
        "--reasons", type=_reasons, default={}, metavar="FILE", help=argparse.SUPPRESS
    )
    command("history", _history, "list every load, oldest first")
    take_back = command(
        "revert", _revert, "take a load back: a new load with what was there before it"
    )
    take_back.add_argument("load_id", type=int, metavar="NUMBER")
    take_back.add_argument("--reason", required=True, help=f"at least {SHORTEST} characters")
    note = command(
        "annotate", _annotate, "write a note on a month of an indicator, or take one back"
    )
    note.add_argument("--month", type=_month, metavar="YYYY-MM")
    note.add_argument(
        "--indicator",
        choices=[i.code for i in catalog().indicators],
        metavar="CODE",
        help="a code of catalog/indicator.csv",
    )
    note.add_argument(
        "--remove", type=int, metavar="NUMBER", help="the note to take back; --text then says why"
    )
    note.add_argument(
        "--text",
        required=True,
        type=_note,
        help=f"{annotate.SHORTEST} to {annotate.LONGEST} characters",
    )
    form = command("template", _template, "write the empty form of a month")
    form.add_argument("--month", type=_month, required=True, metavar="YYYY-MM")
    form.add_argument("--areas", action="store_true", help="the form for counties and towns")
    form.add_argument("out", type=pathlib.Path, metavar="OUT.xlsx")
    out = command("export", _export, "write the official tables of a published month")
    out.add_argument("month", type=_month, metavar="YYYY-MM")
    out.add_argument("out", type=pathlib.Path, metavar="OUT.xlsx")
    add_upkeep_commands(command)
    return parser


def _reasons(text: str) -> dict:
    try:
        return read_reasons(existing(text).read_text(encoding="utf-8"))
    except ReasonError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _month(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a month like 2022-09: {text}") from error


def _note(text: str) -> str:
    if not annotate.SHORTEST <= len(text.strip()) <= annotate.LONGEST:
        raise argparse.ArgumentTypeError(
            f"a note has {annotate.SHORTEST} to {annotate.LONGEST} characters"
        )
    return text


def _load(said: argparse.Namespace) -> int:
    target, refused = warehouse_path(), 0
    done = refresh(target, catalog())
    if done:
        print(f"{_DONE[done]}：{target.name}")
    held = holds_simulated(target)
    simulated = said.simulated if held is None else held
    for path in said.files:
        checked = check_workbook(path.read_bytes(), path.name, catalog(), target, simulated)
        refused += not _publish(checked, said.reasons)
    return 1 if refused else 0


def _publish(checked: Checked, answers: dict) -> bool:
    """Publish one workbook and print what became of it; False if it was refused."""
    if _already(checked):
        print(f"已在库　{checked.file_name}，未作改动")
        return True
    if checked.blocked or explain(checked.problems, answers).open:
        print(f"退回　{checked.file_name}")
        _print_problems(checked)
        return False
    try:
        published = publish(warehouse_path(), checked, user(), catalog(), answers)
    except MonthChanged as moved:
        print(
            f"退回　{checked.file_name}：核对期间 {moved.who} 已于 {beijing(moved.when)} "
            f"更新了 {moved.month:%Y-%m}，请重新核对"
        )
        return False
    if published.new:
        audit.record(
            "upload",
            f"load {published.load_id}",
            at_the_keyboard(),
            f"{checked.file_name} {checked.sha256}",
        )
        print(f"入库　{checked.file_name}　{_summary(checked)}　第 {published.load_id} 次入库")
        _print_problems(checked)
    else:
        print(f"已在库　{checked.file_name}（第 {published.load_id} 次入库），未作改动")
    return True


def _already(checked: Checked) -> bool:
    """A file that is known is left alone before its problems are even shown: a published file of
    data/raw must not be asked for reasons again."""
    return bool(
        publisher.read(
            warehouse_path(), "SELECT 1 FROM load WHERE sha256 = $1 LIMIT 1", [checked.sha256]
        )
    )


def _check(said: argparse.Namespace) -> int:
    simulated = bool(holds_simulated(warehouse_path()))
    checked = check_workbook(
        said.file.read_bytes(), said.file.name, catalog(), warehouse_path(), simulated
    )
    accepted = not checked.blocked and not explain(checked.problems, said.reasons).open
    if said.json:
        print(json.dumps(_as_json(checked, accepted), ensure_ascii=False))
    else:
        print(f"{'通过' if accepted else '退回'}　{checked.file_name}　{_summary(checked)}")
        _print_problems(checked)
    return 0 if accepted else 1


def _revert(said: argparse.Namespace) -> int:
    if len(said.reason.strip()) < SHORTEST:
        print(f"撤回须写明原因，至少 {SHORTEST} 个字。")
        return 2
    try:
        number = revert(warehouse_path(), said.load_id, said.reason, user(), catalog())
    except NotInForce:
        print(f"第 {said.load_id} 次入库不是现行版本，不能撤回。用 history 查看现行版本。")
        return 1
    audit.record("revert", f"load {number}", at_the_keyboard(), f"load {said.load_id}")
    print(f"已撤回第 {said.load_id} 次入库，记为第 {number} 次入库。")
    return 0


def _annotate(said: argparse.Namespace) -> int:
    if (said.remove is None) != bool(said.month and said.indicator) or bool(said.month) != bool(
        said.indicator
    ):
        print("写注记须给出 --month 和 --indicator；撤回注记须给出 --remove，二者取一。")
        return 2
    refresh(warehouse_path(), catalog())
    if said.remove is None:
        number = annotate.annotate(
            warehouse_path(), said.month, said.indicator, said.text, user(), catalog()
        )
        print(f"已写入注记 {number}：{said.month:%Y-%m} {catalog().indicator(said.indicator).name}")
        return 0
    if (
        annotate.attempt_take_back(warehouse_path(), said.remove, said.text, user(), catalog())
        is None
    ):
        print(f"没有编号为 {said.remove} 的现行注记。")
        return 1
    print(f"已撤回注记 {said.remove}。")
    return 0


def _template(said: argparse.Namespace) -> int:
    said.out.write_bytes(
        area_template(warehouse_path(), said.month, catalog())
        if said.areas
        else template(warehouse_path(), said.month, catalog())
    )
    print(f"已写出 {said.month:%Y-%m} 的空白模板：{said.out}")
    return 0


def _export(said: argparse.Namespace) -> int:
    try:
        said.out.write_bytes(export_month(warehouse_path(), said.month, catalog()))
    except MonthNotPublished:
        print(f"{said.month:%Y-%m} 没有入库的月报。")
        return 1
    print(f"已写出 {said.month:%Y-%m} 的月报表格：{said.out}")
    return 0


def _history(_: argparse.Namespace) -> int:
    if not warehouse_path().exists():
        print("数据仓库为空，还没有入库记录。")
        return 0
    for number, month, partial, name, sha256, at, who, rows, state in publisher.read(
        warehouse_path(), _HISTORY
    ):
        print(
            f"{number:>4}　{month}{partial}　{rows:>4} 个数值　{name}　{sha256}　{at}　{who}{state}"
        )
    return 0


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
    names = TABLE_SHEETS | AREA_SHEETS | {"public": PUBLIC_SHEET}
    rows = "、".join(f"{names[table]} {count} 行" for table, count in checked.tables.items())
    return f"{month}　{rows}" if rows else month


def _print_problems(checked: Checked) -> None:
    for severity in SEVERITIES:
        for p in checked.problems:
            if p.severity == severity:
                place = f"{p.sheet}!{p.cell}　" if p.cell else ""
                print(f"　{severity}　{place}{p.message}［{p.code}］")


if __name__ == "__main__":
    sys.exit(main())
