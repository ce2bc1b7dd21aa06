"""What signing in costs a page: the script run of every page with sign-in and its checks, against
the same run without, and the gate per request."""

import asyncio
import json
import os
import pathlib
import tempfile
import time
from typing import Any

from streamlit.testing.v1 import AppTest

from access import identity, sessions
from access.gate import Gate
from access.settings import settings
from bench.timing import compare, seconds
from ingest.__main__ import main

ROOT = pathlib.Path(__file__).parent.parent
ACCESS = """
[oidc]
server_metadata_url = "https://id.example/.well-known/openid-configuration"
client_id = "kpi"
redirect_uri = "https://kpi.example/oauth2callback"
[roles]
admin = ["chief"]
"""


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KPI_WAREHOUSE"], os.environ["KPI_STATE"] = (
            f"{folder}/real.duckdb",
            f"{folder}/state",
        )
        os.environ["KPI_COOKIE_SECRET"] = "for-this-measurement-only-0123456789"
        main(["load", *map(str, sorted((ROOT / "data" / "raw").glob("*.xlsx")))])
        pathlib.Path(folder, "access.toml").write_text(ACCESS, encoding="utf-8")
        for number in range(1000):
            sessions.end(f"{number:064x}")
        for page in ("overview", "trends", "cities", "history"):
            _compare_page(page, f"{folder}/access.toml")
        os.environ["KPI_ACCESS"] = f"{folder}/access.toml"
        _gate()
        del os.environ["KPI_ACCESS"]


def _claims() -> dict:
    return {
        "sub": "someone",
        "name": "张三",
        "roles": ["chief"],
        "iat": int(time.time()),
        "nonce": "n",
        "is_logged_in": True,
    }


def _compare_page(page: str, access: str) -> None:
    os.environ["KPI_ACCESS"] = ""
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60)
    app.user = _claims()
    app.run()
    if page != "overview":
        app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()

    def signed_in() -> None:
        os.environ["KPI_ACCESS"] = access
        app.run()

    def without() -> None:
        os.environ["KPI_ACCESS"] = ""
        app.run()

    compare(f"{page} with sign-in, against without", signed_in, without, limit=1.05, runs=41)


def _gate() -> None:
    """Microseconds that the gate adds to a request with a session's cookie."""
    from itsdangerous import URLSafeTimedSerializer

    async def nothing(*_) -> Any:
        pass

    ticket = URLSafeTimedSerializer(settings().cookie_secret, salt=identity.COOKIE).dumps(
        json.dumps(_claims())
    )
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/data/x",
        "query_string": b"",
        "client": ("10.0.0.1", 1),
        "headers": [(b"cookie", f"{identity.COOKIE}={ticket}".encode())],
    }
    gate = Gate(nothing, login_link=str)

    async def many() -> None:
        for _ in range(2000):
            await gate(scope, nothing, nothing)

    print(f"gate: {seconds(lambda: asyncio.run(many())) / 2000 * 1e6:.0f} us a request", flush=True)


if __name__ == "__main__":
    run()
