"""deploy/cluster/haproxy.cfg in the real HAProxy, before three servers that only answer."""

import asyncio
import contextlib
import subprocess

import httpx
from websockets import ClientConnection, Request, Response, ServerConnection
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import InvalidStatus

from deploy.cluster.__main__ import balanced, end, haproxy
from deploy.cluster.ports import free_port, wait_for
from tests.conftest import absent

SOCKET = "/_stcore/stream"


def test_what_is_moved_at_once_is_moved_together(tmp_path):
    """Their replica refuses, and each visitor opens three sockets in the same moment: of 19
    visitors 8 had one that stayed apart from what its page asked afterwards."""
    if not haproxy():
        absent("HAProxy is not installed (apt-get install haproxy)")
    front, ports = free_port(), [free_port() for _ in range(3)]
    (tmp_path / "haproxy.cfg").write_text(balanced(front, ports), encoding="utf-8")
    process = subprocess.Popen(
        [haproxy(), "-db", "-f", str(tmp_path / "haproxy.cfg")], stdout=subprocess.DEVNULL
    )
    try:
        moved, together = asyncio.run(_moved(front, ports, process))
    finally:
        end(process)
    assert moved == together and len(moved) >= 10


async def _moved(
    front: int, ports: list[int], process: subprocess.Popen
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By visitor: the replicas of all sockets, and the one that answers afterwards."""
    address = f"127.0.0.1:{front}"
    async with contextlib.AsyncExitStack() as stack:
        servers = [
            await stack.enter_async_context(serve(_stay, "127.0.0.1", p, process_request=_answer))
            for p in ports
        ]
        await asyncio.to_thread(wait_for, f"http://{address}/healthz", process)
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=f"http://{address}"))

        async def answers(visitor: str) -> str:
            said = await client.get("/healthz", headers={"Cookie": f"kpi_visitor={visitor}"})
            return said.headers["X-Replica"]

        homes = {f"v{n}": await answers(f"v{n}") for n in range(60)}
        there = [v for v, home in homes.items() if home == f"r{ports[0]}"]
        servers[0].close()
        await servers[0].wait_closed()
        opened = await asyncio.gather(*(_open(address, v) for v in there * 3))
        sockets = list(zip(there * 3, opened, strict=True))
        moved = {
            v: {s.response.headers["X-Replica"] for w, s in sockets if w == v and s.response}
            for v in there
        }
        together = {v: {await answers(v)} for v in there}
        await asyncio.gather(*(s.close() for _, s in sockets))
    return moved, together


def _answer(connection: ServerConnection, request: Request) -> Response | None:
    return None if request.path == SOCKET else connection.respond(200, "")


async def _stay(connection: ServerConnection) -> None:
    await connection.wait_closed()


async def _open(address: str, visitor: str) -> ClientConnection:
    """Again where it is refused, as a page does."""
    cookie = {"Cookie": f"kpi_visitor={visitor}"}
    while True:
        try:
            return await connect(f"ws://{address}{SOCKET}", additional_headers=cookie)
        except InvalidStatus as refused:
            assert refused.response.status_code == 503
            await asyncio.sleep(0.1)
