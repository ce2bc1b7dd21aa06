"""Outermost middleware: counts what is answered, and turns a fault of ours into a sentence with a
reference that the log has too."""

import logging
import secrets

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import metrics

_KINDS = (
    "/_stcore/upload_file",
    "/_stcore",
    "/static",
    "/media",
    "/data",
    "/auth",
    "/signin",
    "/healthz",
    "/readyz",
    "/metrics",
)
_log = logging.getLogger("kpi.server")


class Watch:
    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            metrics.add("kpi_websockets", 1)
            try:
                return await self.app(scope, receive, send)
            finally:
                metrics.add("kpi_websockets", -1)
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        return await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 0

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                metrics.add("kpi_requests_total", kind=_kind(scope["path"]), status=str(status))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        except (
            Exception
        ) as error:  # whatever it is, the reader gets a reference and the log the rest
            reference = secrets.token_hex(4)
            fields = {"reference": reference, "path": scope["path"], "method": scope["method"]}
            _log.error(
                "request failed, reference %s", reference, exc_info=error, extra={"fields": fields}
            )
            metrics.add("kpi_faults_total", place="request")
            if not status:
                await PlainTextResponse(f"服务出错了。请把编号 {reference} 告诉管理员。", 500)(
                    scope, receive, counted
                )


def _kind(path: str) -> str:
    return next((kind for kind in _KINDS if path == kind or path.startswith(kind + "/")), "page")
