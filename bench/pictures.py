"""python -m bench.pictures: pictures of the simulated dashboard for the guides and the README, each
named for its page, as WebP into docs/pictures."""

import io
import os
import pathlib
import shutil
import subprocess
import sys

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from demo.__main__ import FOLDER, USER, build
from deploy.cluster.ports import free_port, wait_for
from export.files import TYPES

ROOT = pathlib.Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
# name → address, width, height; a name may say more after a dash
VIEWS = {
    "overview": ("/", 1440, 900),
    "overview-phone": ("/", 390, 844),
    "trends": ("/trends", 1440, 900),
    "cities": ("/cities", 1440, 900),
    "targets": ("/targets", 1440, 900),
    "upload": ("/upload", 1440, 900),
    "history": ("/history", 1440, 900),
    "quality": ("/quality", 1440, 900),
    "download": ("/download", 1440, 900),
}
_QUALITY = 66  # 50 to 85 kB a desktop page


def take() -> None:
    os.environ["KPI_USER"] = USER
    if build(FOLDER):
        sys.exit("the simulated months did not load")
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    around = os.environ | {"KPI_WAREHOUSE": str(FOLDER / "warehouse.duckdb")}
    server = subprocess.Popen(command, cwd=ROOT, env=around, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"{address}/_stcore/health", server)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for name, (path, width, height) in VIEWS.items():
                _take(chromium, name, address + path, width, height)
            chromium.close()
    finally:
        server.terminate()
        server.wait(20)


def _take(browser: Browser, name: str, address: str, width: int, height: int) -> None:
    context = browser.new_context(
        locale="zh-CN", color_scheme="light", viewport={"width": width, "height": height}
    )
    context.add_init_script(path=ROOT / "tests" / "browser" / "rest.js")
    page = context.new_page()
    page.goto(address)
    _rest(page)
    if name == "upload":
        _upload_with_mistakes(page)
    file = PICTURES / f"{name}.webp"
    Image.open(io.BytesIO(page.screenshot())).save(file, quality=_QUALITY, method=6)
    print(f"{file.relative_to(ROOT)}  {file.stat().st_size:,}")
    context.close()


def _upload_with_mistakes(page: Page) -> None:
    """A month as it may come: a misspelt city and a number with words in it."""
    month = max((FOLDER / "raw").glob("*.xlsx"))
    book = openpyxl.load_workbook(month)
    cities, platforms = book["地市推广应用"], book["平台推广应用"]
    cities["B5"], platforms["C4"] = "深训", "一亿"
    buffer = io.BytesIO()
    book.save(buffer)
    page.locator("input[type=file]").set_input_files(
        {"name": month.name, "mimeType": TYPES["xlsx"], "buffer": buffer.getvalue()}
    )
    page.get_by_text("不能入库").first.wait_for()
    _rest(page)


def _rest(page: Page) -> None:
    page.wait_for_function("() => window.atRest()", polling="raf", timeout=120_000)


if __name__ == "__main__":
    take()
