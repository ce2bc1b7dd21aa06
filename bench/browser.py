"""python -m bench.browser: what a person waits for in Chromium, our pages beside an empty page, a
page with one selector and the pandas script that people would write otherwise, in turn in one run;
written to docs/performance.md.

With a folder, as data/demo/town of `python -m demo --level town`, it takes what is there, leaves
the pandas script out (it reads every workbook at every run) and prints only.
"""

import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from playwright.sync_api import Browser, Page, sync_playwright

from bench.traffic import Traffic
from demo.__main__ import build
from deploy.cluster.ports import free_port, wait_for
from words.clock import beijing_now

ROOT = pathlib.Path(__file__).parent.parent
ROUNDS = int(os.environ.get("ROUNDS", "10"))
LOOKED = 3000  # ms that somebody looks at 总览 before the menu: what draws figures has come then
FLOOR, SELECTOR, PANDAS = "空页", "只有一个选择", "pandas 每次读工作簿"
SCRIPTS = {
    FLOOR: "import streamlit as st\nst.title('空页')\n",
    SELECTOR: "import streamlit as st\nst.write(st.selectbox('指标', ['甲', '乙', '丙']))\n",
    PANDAS: (ROOT / "bench" / "plain_app.py").read_text(encoding="utf-8"),
}
_STARTED: list[subprocess.Popen] = []


def run(made: pathlib.Path | None = None) -> None:
    """`made`: a folder of simulated months that is there already."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            _measure(pathlib.Path(folder), made)
        finally:
            for server in _STARTED:
                server.terminate()
                server.wait(20)


def _measure(folder: pathlib.Path, made: pathlib.Path | None) -> None:
    demo = made or folder / "demo"
    if not made:
        build(demo)
    names = {"KPI_CATALOG": str(demo / "catalog")} if (demo / "catalog").exists() else {}
    ours = _serve(ROOT / "app.py", KPI_WAREHOUSE=str(demo / "warehouse.duckdb"), **names)
    plain: dict[str, str] = {}
    for name, script in SCRIPTS.items():
        if name != PANDAS or not made:
            file = folder / f"{len(plain)}.py"
            file.write_text(script, encoding="utf-8")
            plain[name] = _serve(file, BENCH_RAW=str(demo / "raw"))
    first = {"总览": f"{ours}/", "地市排名": f"{ours}/cities"} | plain
    choosing = {"地市排名": f"{ours}/cities"} | {n: a for n, a in plain.items() if n != FLOOR}
    seconds: dict[tuple[str, str], list[float]] = {}
    counted: dict[tuple[str, str], str] = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for turn in range(ROUNDS + 1):
            for name, address in first.items():
                took, said, read = _visit(chromium, address, None)
                _keep(seconds, counted, ("首次打开", name), took, said, turn)
                _keep(seconds, counted, ("首次打开，可以读", name), read, "", turn)
            for name, address in choosing.items():
                took, said, _ = _visit(chromium, address, _choose)
                _keep(seconds, counted, ("换指标", name), took, said, turn)
            took, said, _ = _visit(chromium, f"{ours}/", _to_trends, LOOKED)
            _keep(seconds, counted, ("看了三秒，从菜单到趋势", "总览"), took, said, turn)
        chromium.close()
    _write(seconds, counted, made)


def _keep(seconds, counted, key, took: float, said: str, turn: int) -> None:
    if turn:  # the first round warms every server
        seconds.setdefault(key, []).append(took)
        counted[key] = said


def _visit(
    browser: Browser, address: str, act: Callable[[Page], None] | None, looked: int = 300
) -> tuple[float, str, float]:
    """Seconds until the page has come to rest, at first or after an act; what was received; and
    seconds until there was to be read what it shows at first."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    context.add_init_script(path=ROOT / "tests" / "browser" / "rest.js")
    page = context.new_page()
    traffic = Traffic(page)
    began = time.perf_counter()
    page.goto(address)
    _rest(page)
    if act:
        page.wait_for_timeout(looked)
        traffic.begin()
        began = time.perf_counter()
        act(page)
        _rest(page)
    took = time.perf_counter() - began
    said = f"{traffic.received / 1000:,.0f} kB，{traffic.messages} 条消息"
    read = page.evaluate("() => window.readAt") / 1000
    context.close()
    return took, said, read


def _choose(page: Page) -> None:
    box = page.get_by_test_id("stMain").get_by_test_id("stSelectbox").filter(has_text="指标")
    box.locator("input").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def _to_trends(page: Page) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text="趋势").click()


def _rest(page: Page) -> None:
    page.wait_for_function("() => window.atRest()", polling="raf", timeout=120_000)


def _serve(script: pathlib.Path, **environment: str) -> str:
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    quiet = [] if script.name == "app.py" else ["--server.headless", "true"]
    process = subprocess.Popen(
        [*command, *quiet], cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL
    )
    _STARTED.append(process)
    wait_for(f"{address}/_stcore/health", process)
    return address


def _write(seconds: dict, counted: dict, made: pathlib.Path | None) -> None:
    # of what is clicked: one selector's choice
    floors = {what: (what, FLOOR) for what in ("首次打开", "首次打开，可以读")}
    commit = subprocess.check_output(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True
    ).strip()
    said = (
        f"`python -m bench.browser` wrote this: {beijing_now()}, commit {commit}, "
        f"{platform.machine()}, {os.cpu_count()} cores, {ROUNDS} rounds in turn, "
        f"{made or '36 months'}. "
        "Ratios to the floor of the same round; seconds mean little on another machine."
    )
    lines = [
        "# Performance",
        "",
        said,
        "",
        "| what | page | median s | fastest to slowest | to the floor | received |",
        "|---|---|---|---|---|---|",
    ]
    for (what, name), took in seconds.items():
        floor = seconds[floors.get(what, ("换指标", SELECTOR))]
        ratio = statistics.median(a / b for a, b in zip(took, floor, strict=True))
        lines.append(
            f"| {what} | {name} | {statistics.median(took):.2f} | {min(took):.2f} to "
            f"{max(took):.2f} | {ratio:.2f} | {counted[what, name]} |"
        )
    text = "\n".join(lines) + "\n"
    if not made:
        (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
    print(text, flush=True)


if __name__ == "__main__":
    run(pathlib.Path(sys.argv[1]).resolve() if sys.argv[1:] else None)
