"""The report as PDF, set by Typst: fonts embedded, and the same bytes for the same figures."""

import functools
import json
import os
import pathlib

import typst

from export.choice import Refused
from paper.content import Block, Chart, Report, width

_SHEET = pathlib.Path(__file__).with_name("report.typ")
_WIDTH = (210 - 28 - 26) * 72 / 25.4
# Families with Chinese, best first: what Windows, 麒麟, 统信 and Debian bring.
SERIF = (
    "FangSong",
    "SimSun",
    "STSong",
    "Source Han Serif SC",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "AR PL UMing CN",
    "Noto Sans CJK SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
)
SANS = (
    "SimHei",
    "Microsoft YaHei",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Serif CJK SC",
)
NO_FONT = (
    "这台服务器没有中文字体，不能生成 PDF。请管理员安装：Debian、统信用 apt-get install "
    "fonts-noto-cjk，麒麟、openEuler 用 dnf install google-noto-serif-cjk-ttc-fonts；"
    "或把仿宋、黑体、楷体的字体文件放进一个文件夹，用 KPI_FONTS 指明。Word 和幻灯片不受影响。"
)


def write(report: Report) -> bytes:
    """Raises Refused, with what to install, where no Chinese font is there."""
    fonts, serif, sans = _found()
    if not serif:
        raise Refused(NO_FONT)
    said = {
        "title": report.title,
        "head": report.head,
        "nature": report.nature,
        "masthead": [f"{label}：{text}" for label, text in report.masthead],
        "fonts": {"serif": [*serif, "DejaVu Sans"], "sans": [*(sans or serif), "DejaVu Sans"]},
        "parts": [
            {"level": level, "heading": part.heading, "blocks": [_block(b) for b in part.blocks]}
            for section in report.sections
            for level, part in section.walk()
        ],
    }
    made = typst.compile(
        _SHEET,
        root=_SHEET.parent,
        font_paths=fonts,
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        timestamp=int(report.as_of.timestamp()),
    )
    assert isinstance(made, bytes), type(made)
    return made


def cannot() -> str:
    """Why no PDF can be made here, for its reader; '' where it can."""
    return "" if _found()[1] else NO_FONT


def _found() -> tuple[typst.Fonts, list[str], list[str]]:
    """The fonts of this machine, and its Chinese families with and without serifs."""
    fonts = _fonts(os.environ.get("KPI_FONTS", ""))
    families = set(fonts.families())
    serif, sans = ([f for f in known if f in families] for known in (SERIF, SANS))
    return fonts, serif, sans


@functools.lru_cache(maxsize=2)
def _fonts(folder: str) -> typst.Fonts:
    """The fonts of this machine and of the folder that KPI_FONTS names; 0.2 s to list."""
    return typst.Fonts(font_paths=[folder] if folder else [])


def _block(block: Block) -> dict:
    if isinstance(block, str):
        return {"kind": "text", "text": block}
    if isinstance(block, Chart):
        return {
            "kind": "chart",
            "title": block.title,
            "unit": block.unit,
            "names": block.names,
            "values": block.values,
            "texts": block.texts,
            "label": max(map(width, block.names)) / 2 + 0.5,
        }
    return {
        "kind": "table",
        "title": block.title,
        "names": list(block.columns),
        "rows": block.rows,
        "right": block.at_right,
        "widths": block.widths,
        "size": block.size(_WIDTH, 10),
        "whole": block.whole,
        "note": block.note,
    }
