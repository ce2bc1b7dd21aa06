"""The real server and real Chromium.

Without a browser these tests are skipped with a reason; with CI=true they fail.
"""

import os
import pathlib
import shutil
import subprocess

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.server import Server

expect.set_options(
    timeout=30_000
    # a machine that runs other things besides: a publication of 3 s took over 10 where 24 processes
    # wanted 2 cores
)
# The first takes 1.7 s of processor time where the second takes 2.9 for the same page.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What optimises a script for a long run does not earn its keep on a page that is left again: of
    # 1.4 s of processor time a visit takes 0.2 less, and axe no longer than before.
    "--js-flags=--no-opt --no-maglev",
]
REST = pathlib.Path(__file__).parent / "rest.js"


def pytest_collection_modifyitems(items):
    here = pathlib.Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail(
                "no Chromium on this machine, and CI=true: apt-get install chromium fonts-noto-cjk"
            )
        pytest.skip("no Chromium on this machine: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(browser, real_warehouse):
    running = Server(real_warehouse)
    yield running
    running.stop()


@pytest.fixture
def fresh_server(browser, real_warehouse):
    """A server that nobody has visited."""
    running = Server(real_warehouse)
    yield running
    running.stop()


def new_context(browser: Browser, **more) -> BrowserContext:
    """A browser that knows nothing yet."""
    context = browser.new_context(locale="zh-CN", accept_downloads=True, **more)
    context.add_init_script(path=REST)
    return context


class Visit:
    """A page in a context of its own (or in the one given), with every request and error it
    made."""

    def __init__(
        self,
        browser: Browser,
        server: Server,
        width: int = 1440,
        scheme: str = "light",
        context: BrowserContext | None = None,
        **of_context,
    ):
        self.context = context or new_context(browser, **of_context)
        self.page: Page = self.context.new_page()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)
        self.server, self.requests, self.errors = server, [], []
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))

    def open(self, path: str) -> "Visit":
        self.page.goto(self.server.address + path)
        self.settle()
        return self

    def settle(self) -> None:
        """Until the server has answered what the page asked, and the page has drawn it."""
        self.page.wait_for_function("() => window.atRest()", polling="raf", timeout=60_000)

    def leave(self) -> None:
        """The page and what it kept are gone; its browser has Streamlit's scripts for the next."""
        self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        self.page.close()
        self.context.clear_cookies()

    def text(self) -> str:
        """What a person reads on the page once it has come to rest."""
        self.settle()
        return self.page.evaluate("() => textSeen(document.body)")

    def heading(self) -> str:
        return self.page.get_by_test_id("stHeading").first.inner_text()

    def menu(self) -> list[str]:
        """Its entries as they are read."""
        links = self.page.get_by_test_id("stSidebarNavLink").all()
        return [link.evaluate("link => textSeen(link).trim()") for link in links]

    def says(self, text: str) -> None:
        """The page shows this text, now or soon."""
        expect(self.page.get_by_test_id("stMain")).to_contain_text(text)


@pytest.fixture(scope="session")
def reader(browser):
    """One browser for all who only read: it fetches Streamlit's 10 MB of scripts once."""
    context = new_context(browser)
    yield context
    context.close()


@pytest.fixture
def visit(browser, server, reader):
    """visit(path, width, scheme) opens a page of the shared server; nothing of it outlives the
    test."""
    opened = []

    def open_page(path: str = "/", width: int = 1440, scheme: str = "light") -> Visit:
        opened.append(Visit(browser, server, width, scheme, reader))
        return opened[-1].open(path)

    yield open_page
    for one in opened:
        one.leave()


@pytest.fixture(scope="session")
def provider(browser):
    from tests.browser.provider import Provider

    try:
        running = Provider()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"the provider could not be installed from the package registry: {error}")
    yield running
    running.stop()
