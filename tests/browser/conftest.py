"""The real server and real Chromium.

Without a browser these tests are skipped with a reason; with CI=true they fail.
"""

import os
import pathlib
import shutil
import subprocess
import time

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.server import Server

expect.set_options(
    timeout=30_000
    # a machine that runs other things besides: a publication of 3 s took over 10 where 24 processes
    # wanted 2 cores
)
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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


class Visit:
    """A page in a context of its own, with every request and console error it made."""

    def __init__(self, browser: Browser, server: Server, width: int = 1440, scheme: str = "light"):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="zh-CN",
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.server, self.requests, self.errors = server, [], []
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))

    def open(self, path: str) -> "Visit":
        self.page.goto(self.server.address + path)
        self.page.get_by_test_id("stHeading").first.wait_for()
        self.settle()
        return self

    def settle(self) -> None:
        """Until nothing on the page has changed for half a second."""
        state, since = None, time.monotonic()
        while time.monotonic() - since < 0.5:
            now = self.page.evaluate(
                "() => document.body.innerText + "
                "document.querySelectorAll('svg,canvas').length + location.href"
            )
            if (
                now != state
                or self.page.locator(
                    "[data-testid=stStatusWidget],[data-testid=stSkeleton]"
                ).count()
            ):
                state, since = now, time.monotonic()
            self.page.wait_for_timeout(100)

    def heading(self) -> str:
        return self.page.get_by_test_id("stHeading").first.inner_text()

    def menu(self) -> list[str]:
        return self.page.get_by_test_id("stSidebarNavLink").all_inner_texts()

    def says(self, text: str) -> None:
        """The page shows this text, now or soon."""
        expect(self.page.get_by_test_id("stMain")).to_contain_text(text)


@pytest.fixture
def visit(browser, server):
    """visit(path, width, scheme) opens a page of the shared server."""
    opened = []

    def open_page(path: str = "/", width: int = 1440, scheme: str = "light") -> Visit:
        opened.append(Visit(browser, server, width, scheme))
        return opened[-1].open(path)

    yield open_page
    for one in opened:
        one.context.close()


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
