"""Who clicks without a browser while replicas end: Streamlit's protocol, and what its frontend does
when it loses its socket. One takes a hundredth of what a page of Chromium takes, so that twenty fit
beside the replicas on two cores."""

import asyncio
import contextlib
import random
import re
from html import unescape
from typing import Any

import httpx
import websockets
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol

from bench.visitor import Screen, Wait
from prove.people import Person

_OPEN = 15  # seconds that the frontend of Streamlit 1.67 gives a ping and a socket to open
_APART = 4  # seconds that a socket may outlive its replica before HAProxy closes it


class Tab(Person):
    """A signed-in tab. `home` is the replica of its socket, '' while there is none."""

    def __init__(self, address: str):
        super().__init__()
        self._screen = Screen()
        self._client = httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=_OPEN)
        self._socket: Any = None
        self._session = self._shown = ""  # what the server called them at the last run
        self._running = False
        self._seen = Wait(0)
        self._changed = asyncio.Event()
        self._apart: list[str] = []

    async def arrive(self) -> None:
        said = await self._client.get("/")
        if link := re.search(r'href="([^"]*/auth/login[^"]*)"', said.text):
            form = await self._client.get(unescape(link[1]))
            (await self._client.post(form.url, data={"sub": "zhangsan"})).raise_for_status()
        self._living = asyncio.create_task(self._live())
        async with asyncio.timeout(60):
            await self._until(lambda: self._answered("总览", ""))

    async def leave(self) -> None:
        self._living.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._living
        await self._client.aclose()

    async def go(self, title: str, path: str, seconds: float) -> None:
        """A click while there is no socket is lost, as in the frontend."""
        page = path.removeprefix("/")
        if self.home:
            await self._run(self._screen.pages[page])
        await self._until(lambda: self._answered(title, page))

    async def back(self, seconds: float) -> None:
        await self._until(lambda: bool(self.home))

    async def click(self) -> None:
        await super().click()
        await self._look()

    async def split(self) -> list[str]:
        await self._look()
        await self.leave()
        return self._apart

    async def _look(self) -> None:
        """Whether another replica answers what this tab asks beside its socket, and its socket
        stays where it is."""
        home, other = self.home, await self._answers()
        if home != other:
            await asyncio.sleep(_APART)
            if home and self.home == home and (other := await self._answers()) != home:
                self._apart.append(f"socket at {home}, all else at {other or 'nobody'}")

    async def _answers(self) -> str:
        try:
            return (await self._client.get("/_stcore/health")).headers.get("X-Replica", "")
        except httpx.HTTPError:
            return ""

    async def _live(self) -> None:
        """Waits and pings as in the frontend's WebsocketConnection, the run after them as in
        server/again.js."""
        attempt = 0
        while True:
            try:
                pings = (self._client.get(f"/_stcore/{p}") for p in ("health", "host-config"))
                [answer.raise_for_status() for answer in await asyncio.gather(*pings)]
                async with self._connected() as self._socket:
                    attempt, again = 0, self._session
                    self.home = self._socket.response.headers["X-Replica"]
                    if not again or self._running:
                        await self._run(self._shown)
                    if again:
                        await asyncio.sleep(0.1)
                        await self._run(self._shown)
                    async for data in self._socket:
                        self._take(data)
            except (httpx.HTTPError, OSError, TimeoutError, websockets.WebSocketException):
                pass
            self.home, attempt = "", attempt + 1
            most = min(4, 0.5 * 2 ** (attempt - 1))
            await asyncio.sleep(random.uniform(0.25 if attempt == 1 else most / 2, most))

    def _connected(self) -> Any:
        address = str(self._client.base_url).rstrip("/")
        cookies = {c.name: c.value or "" for c in self._client.cookies.jar}
        tokens = [cookies["_streamlit_xsrf"], *([self._session] if self._session else [])]
        return websockets.connect(
            f"{address.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=[Subprotocol(s) for s in ("streamlit", *tokens)],
            origin=Origin(address),
            compression=None,
            additional_headers={"Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())},
            max_size=None,
            ping_interval=None,
            open_timeout=_OPEN,
        )

    async def _run(self, page: str) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            await self._socket.send(self._screen.run(ClientState(page_script_hash=page)))

    def _take(self, data: bytes) -> None:
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._session = message.new_session.initialize.session_id
            self._shown, self._running = message.new_session.page_script_hash, True
            self._seen = Wait(0)
        elif kind == "navigation":
            self._shown = message.navigation.page_script_hash
        if self._screen.take(message, self._seen):
            self._running = False
        self._changed.set()

    def _answered(self, title: str, page: str) -> bool:
        shown = self._screen.pages.get(page) == self._shown and not self._running
        return bool(self.home and shown and self._seen.titles == [title] and not self._seen.failure)

    async def _until(self, done) -> None:
        while not done():
            self._changed.clear()
            await self._changed.wait()
