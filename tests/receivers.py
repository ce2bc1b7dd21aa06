"""A mail server and a web server that take messages, as a test tells them."""

import contextlib
import email
import email.policy
import http.server
import json
import threading
from collections.abc import Iterator

from aiosmtpd.controller import Controller

from deploy.cluster.ports import free_port


class Mailbox:
    """What arrived by SMTP: (recipient, subject, text) each."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, str]] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        text = mail.get_body(("plain",)).get_content()
        self.mails += [(to, mail["subject"], text) for to in envelope.rcpt_tos]
        return "250 taken"


@contextlib.contextmanager
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    """The mailbox and the address that Apprise takes for it."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        port = server.server.sockets[0].getsockname()[1]
        yield box, f"mailto://127.0.0.1:{port}?from=kpi@x.test&to=li@x.test&mode=insecure"
    finally:
        server.stop()


class Hook:
    """What arrived by HTTP. answers: status codes for the next requests, then 200; None hangs
    until `let_go` is set."""

    def __init__(self) -> None:
        self.taken: list[dict] = []
        self.answers: list[int | None] = []
        self.asked, self.let_go = threading.Event(), threading.Event()


@contextlib.contextmanager
def web_server() -> Iterator[tuple[Hook, str]]:
    """The hook and the address that Apprise takes for it."""
    hook = Hook()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = hook.answers.pop(0) if hook.answers else 200
            hook.asked.set()
            if status is None:
                hook.let_go.wait(60)
            elif status == 200:
                hook.taken.append(said)
            with contextlib.suppress(OSError):  # who hangs up does not wait for this
                self.send_response(status or 200)
                self.end_headers()

        def log_message(self, *_) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hook, f"json://127.0.0.1:{server.server_port}/hook"
    finally:
        hook.let_go.set()
        server.shutdown()
        server.server_close()
