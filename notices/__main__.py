"""python -m notices send | status | test. Exit code 0 in order, 1 something was not delivered, 2
the settings are wrong."""

import argparse
import logging
import os
import signal
import sys

from notices import ledger, rounds
from notices.deliver import Missing, deliver
from notices.ledger import STATES
from notices.settings import SUBJECTS, Settings, SettingsError, settings
from warehouse.faults import Unavailable
from words.clock import beijing_now, from_iso
from words.names import TITLE

_NOTHING = "没有设置 KPI_NOTICES，不发送任何通知。"


def main(arguments: list[str] | None = None) -> int:
    said = _parser().parse_args(arguments)
    try:
        known = settings()
        if known is None:
            print(_NOTHING)
            return 0
        rounds.require_spoken(known)
        return said.run(known, said)
    except (SettingsError, Missing) as fault:
        print(f"通知配置有误，没有发送。{fault}")
        return 2
    except Unavailable as fault:
        print(fault.sentence)
        return 1


def _send(known: Settings, said: argparse.Namespace) -> int:
    try:
        became = rounds.run(known, said.now)
    except ledger.Elsewhere:
        print("另一个进程正在发送，这一次不发。")
        return 0
    print("，".join(f"{STATES[state]} {count}" for state, count in became.items()) or "没有新消息")
    return 1 if set(became) - {"sent"} else 0


def _status(known: Settings, _: argparse.Namespace) -> int:
    with ledger.opened() as book:
        begun, counts, newest = book.begun(), book.counts(), book.newest(20)
    for channel in known.channels:
        print(f"{channel.name}（{'外部，不带数值' if channel.outside else '内部'}）")
        for subject in channel.subjects:
            at = begun.get((channel.name, subject))
            since = f"{from_iso(at)} 起" if at else "下一次发送时启用"
            print(f"　{SUBJECTS[subject]}　{since}")
    print("　".join(f"{STATES[state]} {count}" for state, count in sorted(counts.items())))
    for notice in newest:
        print(
            f"{from_iso(notice.at)}　{notice.channel}　{STATES[notice.state]}　{notice.title}"
            + (f"　第 {notice.tries} 次失败：{notice.said}" if notice.said else "")
        )
    return 1 if counts.get("given_up") else 0


def _test(known: Settings, said: argparse.Namespace) -> int:
    chosen = [c for c in known.channels if said.channel in ("", c.name)]
    if not chosen:
        print(f"没有这个渠道：{said.channel}。有：{'、'.join(c.name for c in known.channels)}。")
        return 2
    failed = False
    for channel in chosen:
        words = f"这是一条测试消息，{beijing_now()} 发出，与数据无关。\n{known.link}/"
        fault = deliver(channel.address, f"【{TITLE}】测试", words)
        failed |= bool(fault)
        print(f"{channel.name}　{fault or '已送达'}")
    return int(failed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m notices",
        description="Tell people what is due, late, published, behind or wrong (KPI_NOTICES).",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    send = commands.add_parser("send", help="one round: what is new, and what waits")
    send.add_argument("--now", action="store_true", help="also what waits or was given up, at once")
    send.set_defaults(run=_send)
    status = commands.add_parser("status", help="who is told what, and what was told")
    status.set_defaults(run=_status)
    test = commands.add_parser("test", help="a test message to every channel, or to one")
    test.add_argument("channel", nargs="?", default="")
    test.set_defaults(run=_test)
    return parser


if __name__ == "__main__":
    logging.basicConfig(level=os.environ.get("KPI_LOG_LEVEL", "INFO").upper(), stream=sys.stderr)
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # deliver takes what it says
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    sys.exit(main())
