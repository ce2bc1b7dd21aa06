"""What of the installed frontend a page needs, found by content: names of its files change with
every version."""

import functools
import pathlib
import re

import streamlit

STATIC = pathlib.Path(streamlit.__file__).parent / "static"
INDEX = (STATIC / "index.html").read_text(encoding="utf-8")
_ROOT = pathlib.Path(__file__).parent.parent
# what a page's code calls → the mark that the frontend's part for it carries
_PARTS = {
    "show_chart(": "stPlotlyChart",
    "show_table(": "stHtml",
    "on_pick=": "stDataFrame",
    "pick_m": "stSelectbox",
    "pick_one(": "stSelectbox",
    "pick_many(": "stMultiSelect",
    "pick_segment(": "stButtonGroup",
    "pick_pills(": "stButtonGroup",
    "head(": "stPageLink",
    "ask_text(": "stTextInput",
    "st.button(": "stButton",
    "st.html(": "stHtml",
    "st.image(": "stImage",
    "st.download_button(": "stDownloadButton",
}
# what the menu shows beside every page, and what draws parts of pages
_EVERYWHERE = ("change_colour", "known_at", "file_button", "parts")
CHART = "stPlotlyChart"
ENTRY = re.compile(r'(<script type="module"[^>]*src="(\./static/js/[^"]+)"></script>)')
STYLE = re.compile(r'<link rel="stylesheet"[^>]*>')
_LAZY = re.compile(r"import\(`\./([^`]+\.js)`\)[^,]*,__vite__mapDeps\(\[([\d,]*)\]\)")


def links(page: str) -> str:
    """Links for the head of the index page, so that a browser fetches at once what it would ask for
    when the script's answer is there. The part that draws figures comes last and waits for the
    rest."""
    shown = pages().get(page or "overview", frozenset())
    files = {f: mark for mark in sorted(shown, key=CHART.__eq__) for f in reversed(parts()[mark])}
    return _icons() + "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{file}"'
        + (' fetchpriority="low">' if mark == CHART else ">")
        for file, mark in files.items()
        if file.endswith(".js") and file not in INDEX
    )


def draws(page: str) -> bool:
    """Whether a page (总览 is '') has figures."""
    return CHART in pages().get(page or "overview", ())


def chart_file() -> str:
    """The address of the part that draws figures: half of all there is to fetch."""
    return f"./static/js/{parts()[CHART][0]}"


@functools.cache
def pages() -> dict[str, frozenset[str]]:
    """Page → the marks of what its code calls."""
    found, shared = {}, [_ROOT / "ui" / f"{name}.py" for name in _EVERYWHERE]
    for file in (_ROOT / "pages").glob("*.py"):
        files = [file, *(_ROOT / "ui" / file.stem).glob("*.py"), *shared]
        text = "".join(f.read_text(encoding="utf-8") for f in files)
        found[file.stem] = frozenset(mark for call, mark in _PARTS.items() if call in text)
    return found


@functools.cache
def parts() -> dict[str, list[str]]:
    """Mark of a part → the file that the frontend loads for it, and what that file needs."""
    ((_, entry),) = ENTRY.findall(INDEX)
    text = (STATIC / entry).read_text(encoding="utf-8")
    (said,) = re.findall(r"m\.f=\[([^\]]+)\]", text)
    names = [name.removeprefix("./") for name in re.findall(r'"([^"]+)"', said)]
    found: dict[str, list[str]] = {}
    for file, needs in _LAZY.findall(text):
        content = (STATIC / "static" / "js" / file).read_bytes()
        needed = [names[int(n)] for n in needs.split(",") if n]
        found |= {m: [file, *needed] for m in set(_PARTS.values()) if f"{m}`".encode() in content}
    return found


@functools.cache
def _icons() -> str:
    """The font of all icons: without this it is found when the page is drawn."""
    (style,) = re.findall(r'<link rel="stylesheet"[^>]*href="\./([^"]+\.css)"', INDEX)
    face = re.compile(r"font-family:Material Symbols[^}]*url\(\.\./([^)]+)\)")
    (font,) = set(face.findall((STATIC / style).read_text(encoding="utf-8")))
    return f'<link rel="preload" as="font" crossorigin href="./static/{font}">'
