"""The choices of a session, and the address that says those of the page in sight.

A choice is kept under its key for the whole session, so that the month of a link is still chosen on
the next page. The address holds codes, which are short and never change; a link may use labels too.
One thing decides at a time: on arrival (first run, another page, Back) the address, then the
pickers; the address only follows them. Reading it at every run would undo a fast second click.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_KEPT = "choices of the session"
_ESCAPED = "amp;"  # how a link out of a page's source, or out of a mail, writes & before a name


@dataclass
class _Choices:
    """What was chosen of what differs from the default, as written in an address."""

    chosen: dict[str, list[str]] = field(default_factory=dict)
    page: str | None = None
    arriving: bool = True
    back: bool = False
    shown: dict[str, list[str]] = field(default_factory=dict)  # by the pickers of this run
    written: str = ""


def _choices() -> _Choices:
    return st.session_state.setdefault(_KEPT, _Choices())


def begin(page: str) -> None:
    """At the start of a script run: whether the address decides, and what it says."""
    mine, context = _choices(), get_script_run_ctx()
    mine.back = context is not None and context.is_history_navigation
    mine.arriving, mine.page, mine.shown = mine.back or page != mine.page, page, {}
    if mine.arriving:
        mine.chosen |= {
            key.removeprefix(_ESCAPED): st.query_params.get_all(key) for key in st.query_params
        }


def page() -> str:
    """The name of the page in sight; of 总览 too."""
    return _choices().page or "overview"


def named(key: str) -> list[str]:
    """What the address that led here says of a choice; nothing once the pickers decide."""
    asked = (key, _ESCAPED + key) if _choices().arriving else ()
    return [text for name in asked for text in st.query_params.get_all(name) if text]


def known(key: str, options: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """(codes, unknown texts) that the address names for a choice, by code or label."""
    return _coded(named(key), options)


def _coded(said: list[str], options: Mapping[str, str]) -> tuple[list[str], list[str]]:
    if not said:  # nearly always
        return [], []
    codes = {label: code for code, label in options.items()} | {code: code for code in options}
    cities = {f"{label}市": code for label, code in codes.items()}  # 广州市 is 广州
    codes = cities | codes
    return [codes[t] for t in said if t in codes], [t for t in said if t not in codes]


def wanted(key: str) -> list[str] | None:
    """What was chosen, here or on another page; None for the default. Back leads to what was
    chosen then, so that only its address counts."""
    mine = _choices()
    return None if mine.back and key not in st.query_params else mine.chosen.get(key)


def restore(key: str, options: Mapping[str, str], default: list[str]) -> list[str] | None:
    """The codes a picker has to start from; None where it holds its own already."""
    if not _choices().arriving and key in st.session_state:
        return None
    said = wanted(key)
    if said is None:
        return default
    found, _ = _coded(said, options)
    return found if found or not any(said) else default


def note(key: str, codes: list[str], default: list[str], available=lambda text: True) -> None:
    """What a picker holds now.

    A choice that this page cannot show (`available`) waits for one that can.
    """
    mine = _choices()
    mine.shown.pop(key, None)
    if codes != default:
        mine.shown[key] = mine.chosen[key] = codes or [""]
    elif all(available(text) for text in mine.chosen.get(key, [])):
        mine.chosen.pop(key, None)


def in_force() -> str:
    """What differs from the defaults of this page so far, as an address says it."""
    return urlencode(sorted(_choices().shown.items()), doseq=True)


def write() -> None:
    """At the end of a script run: the address of what is in sight."""
    mine = _choices()
    said = urlencode(mine.shown, doseq=True)
    now = {key: st.query_params.get_all(key) for key in st.query_params}
    if now != mine.shown or said != mine.written:
        st.query_params.from_dict(mine.shown)
    mine.written = said
