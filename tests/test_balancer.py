"""deploy/cluster/haproxy.cfg in the real HAProxy, before servers that only answer."""

import asyncio
import contextlib
import pathlib
import subprocess
from collections.abc import Iterator

import httpx
from websockets import ClientConnection, Request, Response, ServerConnection
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import InvalidStatus

from deploy.cluster.__main__ import balanced, end, haproxy
from deploy.cluster.ports import free_port, wait_for
from tests.conftest import absent

SOCKET = "/_stcore/stream"


@contextlib.contextmanager
def _balancer(folder: pathlib.Path, ports: list[int]) -> Iterator[tuple[int, subprocess.Popen]]:
    """HAProxy before these ports: its own, and its process."""
    if not haproxy():
        absent("HAProxy is not installed (apt-get install haproxy)")
    front = free_port()
    (folder / "haproxy.cfg").write_text(balanced(front, ports), encoding="utf-8")
    process = subprocess.Popen(
        [haproxy(), "-db", "-f", str(folder / "haproxy.cfg")], stdout=subprocess.DEVNULL
    )
    try:
        yield front, process
    finally:
        end(process)


def test_what_is_moved_at_once_is_moved_together(tmp_path):
    """Their replica refuses, and each visitor opens three sockets in the same moment: of 19
    visitors 8 had one that stayed apart from what its page asked afterwards."""
    ports = [free_port() for _ in range(3)]
    with _balancer(tmp_path, ports) as (front, process):
        moved, together = asyncio.run(_moved(front, ports, process))
    assert moved == together and len(moved) >= 10


def test_a_connection_that_its_replica_closes_as_a_request_comes_moves_nobody(tmp_path):
    """uvicorn does so after 5 s without a request: what HAProxy then asked on it again went to
    another replica, and all of the visitor after it but the open socket."""
    ports = [free_port() for _ in range(2)]
    with _balancer(tmp_path, ports) as (front, process):
        assert len(asyncio.run(_served(front, ports, process))) == 1


async def _served(front: int, ports: list[int], process: subprocess.Popen) -> set[str]:
    """The replicas of a visitor's five requests, where each closes at the second of a connection
    without an answer."""

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        with contextlib.suppress(asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
        writer.close()

    address = f"http://127.0.0.1:{front}"
    async with contextlib.AsyncExitStack() as stack:
        for port in ports:
            await stack.enter_async_context(await asyncio.start_server(once, "127.0.0.1", port))
        await asyncio.to_thread(wait_for, f"{address}/healthz", process)
        cookie = {"Cookie": "kpi_visitor=v"}
        client = await stack.enter_async_context(httpx.AsyncClient(headers=cookie))
        return {(await client.get(address)).headers["X-Replica"] for _ in range(5)}


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
