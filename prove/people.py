"""Who clicks while replicas end. In Chromium: readers, and a clerk with an upload and a download at
once."""

import abc
import asyncio
import contextlib
import random
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import Browser, Error, Page, Response

from export.files import TYPES
from prove.warehouses import AUGUST

THINK = 6  # seconds between an answer and the next click, half of it to one and a half
PAGES = {"地市排名": "/cities", "趋势": "/trends", "信息化项目": "/projects", "总览": "/"}
_CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
_ANSWERED = f"""([path, title]) => location.pathname === path
    && document.querySelector('{_CONNECTED}[data-test-script-state=notRunning]')
    && document.querySelector('[data-testid=stHeading]')?.textContent.includes(title)"""
_HAND = 5  # seconds without an answer, until a person clicks again
_FIRST, _AGAIN = 10, 30  # seconds for an answer, and for one after what nothing answered


@dataclass(frozen=True)
class Act:
    """A click, upload or download: when it was answered (monotonic), how long that took, why it had
    to be done twice, or was dead, if it was, and when it was done again in vain."""

    what: str
    at: float
    waited: float
    lost: str = ""
    dead: str = ""
    vain: tuple[float, ...] = ()


class Person(abc.ABC):
    """Who goes from page to page; how, kinds of it know."""

    home = ""  # the replica that served this person last

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self._next = 0

    @abc.abstractmethod
    async def arrive(self) -> None: ...

    @abc.abstractmethod
    async def go(self, title: str, path: str, seconds: float) -> None:
        """A click in the menu, and until the page is there."""

    @abc.abstractmethod
    async def back(self, seconds: float) -> None:
        """Until the page is connected."""

    @abc.abstractmethod
    async def split(self) -> list[str]:
        """Where two replicas served this person's page at once; the last thing a person does."""

    async def stay(self, chance: random.Random, over: asyncio.Event) -> None:
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), THINK * chance.uniform(0.5, 1.5))
            await self.click()

    async def click(self) -> None:
        title, path = list(PAGES.items())[self._next % len(PAGES)]
        self._next += 1
        await self.act(title, lambda seconds: self.go(title, path, seconds))

    async def act(self, what: str, do) -> None:
        """`do(seconds)`; what was on its way to a replica that ended is done again, as a person
        does who sees that the page is back."""

        vain: list[float] = []

        async def again(seconds: float) -> None:
            vain.append(time.monotonic())
            await self.back(seconds)
            await do(seconds)
            vain.pop()

        began = time.monotonic()
        lost = await _fault(do, _FIRST)
        dead = lost and (await _fault(again, _AGAIN) and await _fault(again, _AGAIN))
        now = time.monotonic()
        self.acts.append(Act(what, now, now - began, lost, dead, tuple(vain)))


class Reader(Person):
    """One signed-in browser with one page."""

    def __init__(self, browser: Browser, address: str):
        super().__init__()
        self._browser, self._address = browser, address

    async def arrive(self) -> None:
        context = await self._browser.new_context(locale="zh-CN", accept_downloads=True)
        self._page = await context.new_page()
        self._page.on("response", self._note)
        await self._page.goto(self._address)
        await self._page.get_by_role("link", name="登录").click()
        await self._page.locator("input[name=sub]").fill("zhangsan")
        await self._page.get_by_role("button", name="Authorize").click()
        await _answered(self._page, "/", "总览", 60)

    def _note(self, response: Response) -> None:
        self.home = response.headers.get("x-replica", self.home)

    async def go(self, title: str, path: str, seconds: float) -> None:
        await _go(self._page, title, path, seconds)

    async def back(self, seconds: float) -> None:
        await self._page.locator(_CONNECTED).wait_for(timeout=seconds * 1000)

    async def split(self) -> list[str]:
        """What this visitor asks from now on, where more than one replica answers it: in a browser
        that has nothing of the page yet, as what its cache answers tells who served it then."""
        seen: dict[str, str] = {}

        def note(response: Response) -> None:
            if replica := response.headers.get("x-replica"):
                seen.setdefault(replica, urlsplit(response.url).path)

        same = await self._page.context.storage_state()
        context = await self._browser.new_context(locale="zh-CN", storage_state=same)
        page = await context.new_page()
        page.on("response", note)
        await page.goto(self._address)
        await _answered(page, "/", "总览", 60)
        await _go(page, "地市排名", "/cities", 30)
        await context.close()
        return [] if len(seen) == 1 else [str(seen)]


class Clerk(Reader):
    """Gives the month's workbook on one page while the other downloads all figures."""

    async def arrive(self) -> None:
        await super().arrive()
        self._other = await self._page.context.new_page()
        for page, path, title in (
            (self._page, "/upload", "上传"),
            (self._other, "/download", "下载"),
        ):
            await page.goto(f"{self._address}{path}")
            await _answered(page, path, title, 60)

    async def work(self) -> None:
        await asyncio.gather(self.act("upload", self._upload), self.act("download", self._download))

    async def _upload(self, seconds: float) -> None:
        self._next += 1
        name = f"{self._next}.xlsx"
        field = self._page.locator("[data-testid=stFileUploader] input[type=file]")
        await field.set_input_files(
            {"name": name, "mimeType": TYPES["xlsx"], "buffer": AUGUST.read_bytes()},
            timeout=seconds * 1000,
        )
        chip = self._page.get_by_test_id("stFileChipName").and_(
            self._page.get_by_title(name, exact=True)
        )
        await chip.wait_for(timeout=seconds * 1000)
        await self._page.get_by_text("个数值").first.wait_for(timeout=seconds * 1000)
        await _answered(self._page, "/upload", "上传", seconds)

    async def _download(self, seconds: float) -> None:
        """Again and again, as a page that has just come back says: 文件没有生成，请重试."""
        coming = asyncio.create_task(self._other.wait_for_event("download", timeout=seconds * 1000))
        try:
            while not coming.done():
                button = self._other.get_by_role("button", name="下载 XLSX").first
                await button.click(timeout=seconds * 1000)
                await asyncio.wait([coming], timeout=_HAND)
            if fault := await (await coming).failure():
                raise Error(fault)
        finally:
            coming.cancel()


async def _answered(page: Page, path: str, title: str, seconds: float) -> None:
    await page.wait_for_function(_ANSWERED, arg=[path, title], timeout=seconds * 1000)


async def _go(page: Page, title: str, path: str, seconds: float) -> None:
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text=title)
    await link.click(timeout=seconds * 1000)
    await _answered(page, path, title, seconds)


async def _fault(do, seconds: float) -> str:
    """Why something was not answered in so many seconds; '' where it was."""
    try:
        async with asyncio.timeout(seconds):
            await do(seconds)
    except (Error, TimeoutError) as fault:  # playwright's own is an Error
        return type(fault).__name__
    return ""
