"""Tables on screen: formatted text, numbers at the right. Formatting happens here because a column may mix units and decimals."""

from collections.abc import Mapping

import streamlit as st

_LEAST, _MOST = 56, 420  # pixels


def show_table(
    columns: Mapping[str, list],
    alt: str,
    numbers: tuple[str, ...] = (),
    rows_in_sight: int | None = None,
    help: Mapping[str, str] | None = None,
) -> None:
    """A read-only table of text columns, each as wide as its longest text. `numbers` stand at the right, `help` explains a header."""
    config = {
        name: st.column_config.TextColumn(name, alignment="right" if name in numbers else "left", width=_pixels(name, texts), help=(help or {}).get(name))
        for name, texts in columns.items()
    }
    count = len(next(iter(columns.values())))
    height = "content" if rows_in_sight is None or count <= rows_in_sight else 35 * (rows_in_sight + 1) + 3
    st.dataframe(columns, column_config=config, hide_index=True, height=height, alt=alt)


def _pixels(name: str, texts: list) -> int:
    longest = max([_length(name) + 1, *map(_length, texts)])
    return min(max(int(longest * 7.2) + 20, _LEAST), _MOST)


def _length(text: str) -> int:
    """In half-width characters."""
    return sum(2 if ord(ch) > 0x2E7F else 1 for ch in str(text))
