"""One open tab without a browser: index page, cookie, websocket, and the clicks that make
the server run a page's script.

It speaks the protocol of the installed Streamlit through Streamlit's own message classes, and keeps
big messages as a browser does.
"""

import asyncio
import math
import random
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol

PAGES = (
    "",
    "trends",
    "cities",
    "city",
    "balance",
    "projects",
    "targets",
)  # what an official looks through before a meeting
MONTHS = 6  # the newest ones, between which a visitor chooses
PATIENCE = 30  # seconds after which a visitor gives a script up
_KEPT_RUNS = (
    2  # a browser keeps a big message this many runs: Streamlit's global.maxCachedMessageAge
)


@dataclass
class Wait:
    """One click: when (time.perf_counter), how long until the script had finished, what came, and
    why it counts as not served."""

    began: float
    seconds: float = math.nan  # while it waits
    bytes: int = 0
    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    failure: str = ""


class Screen:
    """What a tab has been sent: the menu's pages, name in the address → hash; the picker of months
    of the last run, its id and options."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.month: tuple[str, list[str]] | None = None
        self._kept: dict[str, int] = {}  # hash of a big message → the run that brought it
        self._runs = 0

    def run(self, state: ClientState) -> bytes:
        """The message that asks for another run, which names the big messages kept."""
        self._runs += 1
        self._kept = {m: run for m, run in self._kept.items() if self._runs - run <= _KEPT_RUNS}
        state.cached_message_hashes.extend(self._kept)
        self.month = None
        return BackMsg(rerun_script=state).SerializeToString()

    def take(self, message: ForwardMsg, wait: Wait) -> bool:
        """Whether this message ends the script run."""
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self._kept[message.hash] = self._runs
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message.delta.new_element, wait)
        elif kind == "navigation":
            self.pages = {
                p.url_pathname if not p.is_default else "": p.page_script_hash
                for p in message.navigation.app_pages
            }
        elif kind == "page_not_found":
            wait.failure = "page not found"
        if (
            kind != "script_finished"
            or message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            return False
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            wait.failure = "script does not compile"
        return True

    def _see(self, element, wait: Wait) -> None:
        """A script that failed is finished too: only what it shows tells.

        server/errors.py shows its sentence as an alert, Streamlit an exception.
        """
        kind = element.WhichOneof("type")
        if kind == "exception":
            wait.failure = f"exception {element.exception.type}: {element.exception.message}"
        elif kind == "alert" and element.alert.format == Alert.ERROR:
            wait.failure = element.alert.body
        elif kind == "heading" and element.heading.tag == "h1":
            wait.titles.append(element.heading.body)
        elif kind == "markdown":
            wait.texts.append(element.markdown.body)
        elif kind == "selectbox" and element.selectbox.label == "数据月份":
            self.month = element.selectbox.id, list(element.selectbox.options)


class Visitor:
    def __init__(self, address: str, seed: int):
        self.address, self.random = address, random.Random(seed)
        self.waits: list[Wait] = []
        self._page = ""
        self._screen = Screen()
        self._socket: Any = None  # a connection, once it is open

    async def open(self, page: str = "") -> Wait:
        """The first click: index page, websocket and the first script."""
        began = time.perf_counter()
        self._page = page
        cookie = await asyncio.to_thread(_index, f"{self.address}/{page}")
        self._socket = await websockets.connect(
            f"{self.address.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(self.address),
            compression=None,
            additional_headers={"Cookie": cookie} if cookie else {},
            max_size=None,
            ping_interval=None,
            open_timeout=PATIENCE,
        )
        return await self._run(ClientState(page_name=page), began)

    async def act(self) -> Wait:
        """Another of the newest months, three times in ten, else another page."""
        if self.months and self.random.random() < 0.3:
            return await self.choose_month(self.random.choice(self.months))
        return await self.go(self.random.choice([p for p in PAGES if p != self._page]))

    @property
    def months(self) -> list[str]:
        """What the page's picker of months offers first; nothing where the page has none."""
        return self._screen.month[1][:MONTHS] if self._screen.month else []

    async def look_everywhere(self) -> None:
        """Every page with every month that visitors choose, so that the server has answered each
        question once."""
        await self.open()
        for page in PAGES:
            await self.go(page)
            for month in self.months:
                await self.choose_month(month)
        await self.close()

    async def go(self, page: str) -> Wait:
        self._page = page
        return await self._run(ClientState(page_script_hash=self._screen.pages[page]))

    async def choose_month(self, month: str) -> Wait:
        state = ClientState(
            page_script_hash=self._screen.pages[self._page], query_string=f"month={month}"
        )
        widget, _ = self._screen.month or ("", [])
        state.widget_states.widgets.add(id=widget, string_value=month)
        return await self._run(state)

    async def close(self) -> None:
        if self._socket:
            await self._socket.close()

    async def _run(self, state: ClientState, began: float | None = None) -> Wait:
        wait = Wait(began or time.perf_counter())
        self.waits.append(wait)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._socket.send(self._screen.run(state))
                finished = False
                while not finished:
                    data = await self._socket.recv()
                    wait.bytes += len(data)
                    finished = self._screen.take(ForwardMsg.FromString(data), wait)
        except TimeoutError:
            wait.failure = wait.failure or f"no answer in {PATIENCE} s"
        except websockets.ConnectionClosed as error:
            wait.failure = f"connection closed: {error}"
        wait.seconds = time.perf_counter() - wait.began
        return wait


def _index(url: str) -> str:
    """The cookie that HAProxy gives with the index page; '' where none stands before the
    server."""
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        answer.read()
        return (answer.headers["Set-Cookie"] or "").split(";")[0]
