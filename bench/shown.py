"""The pages that everybody sees, and one of them open. 复核 is there under KPI_REVIEW only."""

import pathlib

from streamlit.testing.v1 import AppTest

from warehouse.reader import reader

_ROOT = pathlib.Path(__file__).parent.parent
PAGES = sorted(p.stem for p in (_ROOT / "pages").glob("[a-z]*.py") if p.stem != "review")


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(_ROOT / "ui" / "menu.py"), default_timeout=120).run()
    if page != "overview":
        app.switch_page(str(_ROOT / "pages" / f"{page}.py")).run()
    return app


def forget_answers() -> None:
    """All that was answered from what is open: the next page asks anew."""
    opened = reader()._current()
    for answered in (opened.frames, opened.splits, opened.pieces):
        answered.clear()
