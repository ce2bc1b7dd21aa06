"""The command line: python -m ingest load | check | history. Exit code 0 accepted, 1 refused, 2 wrong usage."""

import argparse
import getpass
import json
import os
import pathlib
import sys

from catalog import catalog
from ingest.layout import PUBLIC_SHEET, TABLE_SHEETS
from ingest.pipeline import Checked, check_workbook
from ingest.problems import SEVERITIES
from ingest.publish import holds_simulated, publish, refresh_vocabulary
from warehouse import publisher, warehouse_path

_HISTORY = """
    SELECT load_id, coalesce(strftime(month, '%Y-%m'), '公开数据'), CASE WHEN partial THEN '部分' ELSE '' END, file_name, left(sha256, 12),
        strftime(loaded_at, '%Y-%m-%d %H:%M'), loaded_by, (SELECT count(*) FROM observation o WHERE o.load_id = load.load_id)
    FROM load ORDER BY load_id
"""


def main(arguments: list[str] | None = None) -> int:
    said = _parser().parse_args(arguments)
    return said.run(said)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Load monthly workbooks into the warehouse (KPI_WAREHOUSE).")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    load = commands.add_parser("load", help="check workbooks and publish those without blocking problems")
    load.add_argument("files", nargs="+", type=_existing, metavar="FILE")
    load.add_argument("--simulated", action="store_true", help="the warehouse holds simulated months, and only those")
    load.set_defaults(run=_load)
    check = commands.add_parser("check", help="check one workbook and publish nothing")
    check.add_argument("file", type=_existing, metavar="FILE")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.add_argument("--simulated", action="store_true", help=argparse.SUPPRESS)
    check.set_defaults(run=_check)
    history = commands.add_parser("history", help="list every load, oldest first")
    history.set_defaults(run=_history)
    return parser


def _existing(text: str) -> pathlib.Path:
    path = pathlib.Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"no such file: {text}")
    return path


def _load(said: argparse.Namespace) -> int:
    target, refused = warehouse_path(), 0
    if refresh_vocabulary(target, catalog()):
        print(f"目录与视图已更新：{target.name}")
    held = holds_simulated(target)
    simulated = said.simulated if held is None else held
    for path in said.files:
        checked = check_workbook(path.read_bytes(), path.name, catalog(), simulated)
        if not checked.accepted:
            refused += 1
            print(f"退回　{path.name}")
            _print_problems(checked)
            continue
        published = publish(target, checked, os.environ.get("KPI_USER") or getpass.getuser(), catalog())
        if published.new:
            print(f"入库　{path.name}　{_summary(checked)}　第 {published.load_id} 次入库")
            _print_problems(checked)
        else:
            print(f"已在库　{path.name}（第 {published.load_id} 次入库），未作改动")
    return 1 if refused else 0


def _check(said: argparse.Namespace) -> int:
    checked = check_workbook(said.file.read_bytes(), said.file.name, catalog(), said.simulated)
    if said.json:
        print(json.dumps(_as_json(checked), ensure_ascii=False))
    else:
        print(f"{'通过' if checked.accepted else '退回'}　{checked.file_name}　{_summary(checked)}")
        _print_problems(checked)
    return 0 if checked.accepted else 1


def _history(_: argparse.Namespace) -> int:
    if not warehouse_path().exists():
        print("数据仓库为空，还没有入库记录。")
        return 0
    for number, month, partial, name, sha256, at, user, rows in publisher.read(warehouse_path(), _HISTORY):
        print(f"{number:>4}　{month}{partial}　{rows:>4} 个数值　{name}　{sha256}　{at} UTC　{user}")
    return 0


def _as_json(checked: Checked) -> dict:
    return {
        "month": f"{checked.month:%Y-%m}" if checked.month else None,
        "accepted": checked.accepted,
        "tables": checked.tables,
        "problems": [p.as_json() for p in checked.problems],
    }


def _summary(checked: Checked) -> str:
    month = f"{checked.month:%Y-%m}" if checked.month else "公开数据" if checked.dataset == "public" else "月份不明"
    names = TABLE_SHEETS | {"public": PUBLIC_SHEET}
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
