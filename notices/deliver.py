"""Hands one message to Apprise, which speaks mail, 企业微信, 飞书, 钉钉 and webhooks."""

import contextlib
import io
import logging
import signal
from collections.abc import Iterator

LONGEST = 30  # seconds for one message, whatever the receiver does: it may send a byte a second
MISSING = "没有安装 Apprise：pip install --require-hashes -r requirements-notices.lock"


class Missing(RuntimeError):
    """Apprise is not installed (MISSING says how)."""


def speaks(address: str) -> bool:
    """Whether Apprise knows this kind of address and finds all it needs in it."""
    return _library().Apprise.instantiate(address, suppress_exceptions=True) is not None


def deliver(address: str, title: str, words: str) -> str:
    """Send; '' when the receiver took it, else why not. Only in the main thread of a process."""
    library = _library()
    to = library.Apprise()
    if not to.add(address):
        return "the address is none that Apprise knows"
    log = io.StringIO()
    try:
        with (
            _at_most(LONGEST),
            library.LogCapture(level=logging.WARNING, delete=False, fmt="%(message)s") as log,
        ):
            if to.notify(body=words, title=title, body_format=library.NotifyFormat.TEXT):
                return ""
    except TimeoutError as slow:
        return str(slow)
    return " ".join(log.getvalue().split()) or "not delivered, and the library does not say why"


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def end(*_) -> None:
        raise TimeoutError(f"no answer within {seconds} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _library():
    try:
        import apprise  # optional: whoever sends nothing needs none of it
    except ImportError as error:
        raise Missing(MISSING) from error
    return apprise
