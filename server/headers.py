"""Security headers on every answer.

The policy allows what Streamlit really needs: its own files, its one inline script by hash, inline
styles.
"""

import base64
import hashlib
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.settings import settings
from server.frontend import INDEX


def _inline_scripts() -> str:
    scripts = re.findall(r"<script>(.*?)</script>", INDEX, re.DOTALL)
    return " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    )


POLICY = "; ".join(
    [
        "default-src 'none'",
        f"script-src 'self' {_inline_scripts()} 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",  # Streamlit and plotly style their elements inline
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' blob:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ENCODED = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_TLS_ONLY = (b"strict-transport-security", b"max-age=31536000")


class SecurityHeaders:
    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = [*_ENCODED, _TLS_ONLY] if settings().secure else _ENCODED
                names = {name for name, _ in ours} | {b"server", b"access-control-allow-origin"}
                message["headers"] = [
                    (k, v) for k, v in message["headers"] if k.lower() not in names
                ] + ours
            await send(message)

        return await self.app(scope, receive, with_headers)
