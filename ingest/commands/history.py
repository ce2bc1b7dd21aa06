"""history and revert: every load so far, and the way back."""

import argparse

from catalog import catalog
from ingest.changes import on_record
from ingest.commands.terminal import at_the_keyboard, say, sealed, user
from ingest.reasons import LONGEST, SHORTEST, is_reason
from warehouse import configured_warehouse, publisher
from words.clock import beijing

_HISTORY = """
    SELECT load_id, coalesce(strftime(month, '%Y-%m'), '公开数据'),
        CASE WHEN dataset = 'area' THEN '县区镇街' ELSE '' END
            || CASE WHEN partial THEN '部分' ELSE '' END,
        file_name, left(sha256, 12),
        loaded_at, loaded_by,
        (SELECT count(*) FROM observation o WHERE o.load_id = load.load_id)
            + (SELECT count(*) FROM area_observation a WHERE a.load_id = load.load_id),
        coalesce('　撤回第 ' || reverts || ' 次入库', '')
            || CASE WHEN load_id IN (SELECT load_id FROM live_load) THEN '　现行' ELSE '' END
    FROM load ORDER BY load_id
"""


def add_commands(command) -> None:
    """`command` adds one: command(name, run, help) → its parser."""
    command("history", _history, "list every load, oldest first")
    revert = command(
        "revert", _revert, "take a load back: a new load with what was there before it"
    )
    revert.add_argument("load_id", type=int, metavar="NUMBER")
    revert.add_argument("--reason", required=True, help=f"{SHORTEST} to {LONGEST} characters")


def _history(_: argparse.Namespace) -> int:
    warehouse = configured_warehouse()
    if not warehouse.exists():
        print("数据仓库为空，还没有入库记录。")
        return 0
    loads = publisher.read(warehouse, _HISTORY)
    for number, month, partial, name, sha256, at, who, rows, state in loads:
        counted = f"{rows:>4} 个数值"
        said = (f"{number:>4}", f"{month}{partial}", counted, name, sha256, beijing(at))
        print("　".join(said), who + state, sep="　")
    return 0


def _revert(said: argparse.Namespace) -> int:
    if not is_reason(said.reason):
        print(f"撤回须写明原因，{SHORTEST} 至 {LONGEST} 个字。")
        return 2
    outcome = on_record.revert(
        at_the_keyboard(), configured_warehouse(), said.load_id, said.reason, user(), catalog()
    )
    if outcome.kind == "gone":
        print(f"第 {said.load_id} 次入库不是现行版本，不能撤回。用 history 查看现行版本。")
        return 1
    if outcome.kind == "sealed":
        print(sealed(outcome))
        return 1
    return say(outcome, f"已撤回第 {said.load_id} 次入库，记为第 {outcome.number} 次入库。")
