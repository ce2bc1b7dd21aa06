"""One round: what is new goes into the ledger, what waits there is sent."""

import logging
from collections import Counter

from export.about import simulated
from notices import ledger
from notices.causes import ONGOING, Cause, causes
from notices.deliver import deliver, speaks
from notices.ledger import Ledger, Notice
from notices.settings import Channel, Settings, SettingsError
from words.clock import beijing_today, utc_now
from words.names import SIMULATED, TITLE

# "sending" in the ledger: its process ended between handing the message over and writing that down
_AGAIN = "（上一次发送中途中断，不知是否已经送达；已收到的请忽略这一条。）"
_log = logging.getLogger("kpi.notices")


def require_spoken(settings: Settings) -> None:
    """Raises SettingsError for an address that the library does not take; it never names it, an
    address holds secrets."""
    deaf = [c.name for c in settings.channels if not speaks(c.address)]
    if deaf:
        raise SettingsError(f"the addresses of {deaf} are none that Apprise takes")


def run(settings: Settings, at_once: bool = False) -> Counter[str]:
    """sent, waiting (failed, tried again later), given_up: how many. Raises Elsewhere while another
    process sends, Unavailable where the warehouse does not open."""
    found = causes(beijing_today(), settings.due_days)
    with ledger.alone() as book:
        for channel in settings.channels:
            _keep(book, channel, found, settings.link, simulated())
        if at_once:
            book.try_all()
        return _send(book, {c.name: c for c in settings.channels})


def _keep(book: Ledger, channel: Channel, found: list[Cause], link: str, simulated: bool) -> None:
    mark = f"（{SIMULATED}）" if simulated else ""
    for subject in channel.subjects:
        said = [
            (cause.key, f"【{TITLE}】{mark}{cause.title}", _words(cause, channel, link))
            for cause in found
            if cause.subject == subject
        ]
        book.keep(channel.name, subject, said, subject in ONGOING)


def _words(cause: Cause, channel: Channel, link: str) -> str:
    inside = "" if channel.outside else cause.inside
    return f"{cause.words}{inside}\n{link}{cause.page}"


def _send(book: Ledger, channels: dict[str, Channel]) -> Counter[str]:
    became: Counter[str] = Counter()
    silent: set[str] = set()  # one that failed is not asked again in this round
    for notice in book.pending(utc_now()):
        channel = channels.get(notice.channel)
        if channel and channel.name not in silent:
            state = _attempt(book, notice, channel)
            became[state] += 1
            silent |= set() if state == "sent" else {channel.name}
    return became


def _attempt(book: Ledger, notice: Notice, channel: Channel) -> str:
    book.sending(notice)
    again = f"\n{_AGAIN}" if notice.state == "sending" else ""
    fault = deliver(channel.address, notice.title, notice.words + again)
    fields = {"channel": notice.channel, "cause": notice.cause, "fault": fault}
    if not fault:
        book.sent(notice)
        _log.info("sent to %(channel)s: %(cause)s", fields)
        return "sent"
    state = book.failed(notice, fault)
    _log.error(
        "%(state)s, %(channel)s did not take %(cause)s: %(fault)s", fields | {"state": state}
    )
    return state
