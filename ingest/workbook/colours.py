"""Colours of fonts and fills as they are seen, and whether one can be told from another."""

import colorsys
import functools
from collections.abc import Callable

from ingest.workbook.references import size_of
from ingest.workbook.xml_events import Begin, read_all

WHITE, BLACK = "FFFFFF", "000000"
_CLOSE = 16  # of 255, in each of red, green and blue: F2F2F2 on white is not read
_DRAWING = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
# a theme's colours in the order of their numbers, as Office has them
_THEME = {
    "lt1": WHITE,
    "dk1": BLACK,
    "lt2": "E7E6E6",
    "dk2": "44546A",
    "accent1": "4472C4",
    "accent2": "ED7D31",
    "accent3": "A5A5A5",
    "accent4": "FFC000",
    "accent5": "5B9BD5",
    "accent6": "70AD47",
    "hlink": "0563C1",
    "folHlink": "954F72",
}
_PALETTE = (  # six digits a colour
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF800000008000000080808000800080008080"
    "C0C0C08080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF000080FF00FFFFFF0000FFFF"
    "8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC993366FF33CCCC"
    "99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333"
)


def theme_colours(content: bytes | None) -> list[str]:
    """The colours that a theme's numbers stand for."""
    found, inside = dict(_THEME), [""]

    def colour(attributes: dict[str, str]) -> None:
        rgb = attributes.get("lastClr") or attributes.get("val", "")
        if inside[0] and _is_rgb(rgb):
            found[inside[0]], inside[0] = rgb.upper(), ""

    def enter(name: str) -> Callable[..., None]:
        return lambda *_: inside.__setitem__(0, name)

    if content is not None:
        begin: dict[str, Begin] = {"srgbClr": colour, "sysClr": colour}
        begin |= {name: enter(name) for name in _THEME}
        read_all(content, begin, dict.fromkeys(_THEME, enter("")), spaces=_DRAWING)
    return list(found.values())


def colour_of(attributes: dict[str, str], theme: list[str], otherwise: str) -> str:
    """RRGGBB of a colour element; `otherwise` where it is the window's or makes no sense."""
    rgb = attributes.get("rgb", "")[-6:].upper()
    number, listed = (int(size_of(attributes.get(name), -1)) for name in ("theme", "indexed"))
    if 0 <= number < len(theme):
        rgb = theme[number]
    elif listed >= 0:
        begin = 6 * (listed if listed < 8 else listed - 8)
        rgb = _PALETTE[begin : begin + 6] if listed < 64 else otherwise
    return _tinted(rgb, attributes.get("tint")) if _is_rgb(rgb) else otherwise


@functools.lru_cache(maxsize=1024)  # asked twice of every cell
def is_close(one: str, other: str) -> bool:
    """Whether text of one colour cannot be read on the other; of an unknown one it can."""
    if not (one and other):
        return False
    return all(abs(a - b) <= _CLOSE for a, b in zip(bytes.fromhex(one), bytes.fromhex(other)))


def _is_rgb(text: str) -> bool:
    return len(text) == 6 and all(ch in "0123456789abcdefABCDEF" for ch in text)


def _tinted(rgb: str, tint: str | None) -> str:
    share = max(-1.0, min(1.0, size_of(tint, 0)))
    if not share:
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(*(b / 255 for b in bytes.fromhex(rgb)))
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    made = colorsys.hls_to_rgb(hue, light, saturation)
    return "".join(f"{round(part * 255):02X}" for part in made)
