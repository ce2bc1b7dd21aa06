"""What an address may ask: the filters of 下载, by code or by label, repeated or with commas. Anything else gets a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ui.labels import known_label, labels_by_code
from warehouse import queries
from warehouse.extract import FILTERS, ROWS_AT_MOST
from warehouse.reader import look_back_to

LATEST = "latest"
LAYOUTS = ("long", "wide")
_OTHER_NAMES = {
    "month": "months", "table": "tables", "platform": "platforms", "indicator": "indicators", "region": "regions", "measure": "measures", "origin": "origins",
    "member": "members", "city": "members", "cities": "members", "stage": "members", "stages": "members",
}  # fmt: skip
ALLOWED = ("month", "indicator", "platform", "city", "stage", "member", "region", "measure", "origin", "table", "known", "layout", "limit", "offset")


class Refused(ValueError):
    """The address asks for something that does not exist. The text is for its reader, in Chinese."""


@dataclass(frozen=True)
class Choice:
    """What one address asks for: codes per filter, the load it looks back to, which form, which part."""

    filters: dict[str, list[str]] = field(default_factory=dict)
    known: int | None = None
    layout: str = "long"
    limit: int = ROWS_AT_MOST
    offset: int = 0

    @property
    def question(self) -> str:
        return "wide_figures" if self.layout == "wide" else "figures"


def read_choice(pairs: Iterable[tuple[str, str]], table: str | None = None) -> Choice:
    """The choice that these query parameters make, on one table's address or on that of all. This run looks back where it says. Raises Refused."""
    said: dict[str, list[str]] = {}
    for name, value in pairs:
        plural = _OTHER_NAMES.get(name, name)
        if plural not in (*FILTERS, "known", "layout", "limit", "offset") or (table and plural == "tables"):
            raise Refused(f"没有参数「{name[:40]}」。可用的参数：{'、'.join(a for a in ALLOWED if not (table and a == 'table'))}。")
        said.setdefault(plural, []).extend(part.strip() for part in value.split(",") if part.strip())
    known = _known(_single(said, "known", LATEST))
    look_back_to(known)
    filters = {name: _codes(name, said[name]) for name in FILTERS if said.get(name)}
    if table:
        filters["tables"] = [table]
    layout = _code("layout", _single(said, "layout", "long"), labels_by_code()["layout"])
    return Choice(filters, known, layout, _whole(said, "limit", ROWS_AT_MOST, 1), _whole(said, "offset", 0, 0))


def _codes(name: str, values: list[str]) -> list[str]:
    options = {m: m for m in queries.figure_months()["month_text"]} if name == "months" else labels_by_code()[name]
    return [_code(name, value, options) for value in dict.fromkeys(values)]


def _code(name: str, value: str, options: dict[str, str]) -> str:
    if value in options:
        return value
    by_label = {label: code for code, label in options.items()}
    if value not in by_label:
        raise Refused(f"参数 {name} 没有「{value[:40]}」。可用的值：{_listed(options) or '（还没有数据）'}。")
    return by_label[value]


def _known(value: str) -> int | None:
    if value in (LATEST, "最新"):
        return None
    look_back_to(None)
    options = {str(n): known_label(n) for n in queries.loads()["load_id"]}
    return int(_code("known", value, options | {LATEST: "最新"}))


def _single(said: dict[str, list[str]], name: str, default: str) -> str:
    values = said.get(name) or [default]
    if len(values) > 1:
        raise Refused(f"参数 {name} 只能有一个值。")
    return values[0]


def _whole(said: dict[str, list[str]], name: str, default: int, least: int) -> int:
    text = _single(said, name, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text) <= ROWS_AT_MOST):
        raise Refused(f"参数 {name} 应为不小于 {least} 的整数，不是「{text[:40]}」。")
    return int(text)


def _listed(options: dict[str, str]) -> str:
    return "、".join(code if code == label else f"{code}（{label}）" for code, label in options.items())
