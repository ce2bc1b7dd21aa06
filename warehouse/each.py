"""What is asked of a month, indicator or city: alone, until the server has answered it for all of
them at once; then a choice is a look-up and no question of its own."""

import datetime as dt
import functools
import re
from typing import Any

import pandas as pd

_EACH = re.compile(r"^-- each: (.+)$", re.MULTILINE)


@functools.lru_cache(maxsize=512)  # questions are 100 texts; some are made of a choice
def keys_of(text: str) -> tuple[str, ...]:
    """The parameters that a question's line `-- each:` names; it takes none of them, but has a
    column of each."""
    said = _EACH.search(text)
    return tuple(said[1].split(", ")) if said else ()


def alone(text: str, keys: tuple[str, ...]) -> str:
    """The question of one choice. DuckDB applies it to the tables below: of ten years 28 of them
    take 3.6 s of processor time (all choices 10), over views that are worked out 0.3 (1.5)."""
    chosen = " AND ".join(f"{key} = ${key}" for key in keys)
    return f"SELECT * EXCLUDE ({', '.join(keys)}) FROM (\n{text}\n) WHERE {chosen}"  # noqa: S608, our own text


class Split:
    """An answer for all keys, in the order of each, as one answer a key."""

    def __init__(self, whole: pd.DataFrame, keys: tuple[str, ...]):
        kinds = [*whole.drop(columns=[*keys]).dtypes.items()]
        self._plain = {c: k.numpy_dtype for c, k in kinds if hasattr(k, "numpy_dtype")}
        texts = [c for c, k in kinds if isinstance(k, pd.StringDtype)]
        self._rows = whole.sort_values([*keys], kind="stable").drop(columns=[*keys])
        self._nothing = slice(0), [*self._plain], texts
        sizes = whole.groupby([*keys]).size()
        blank = whole.isna().groupby([whole[key] for key in keys])
        self._known = {
            key if isinstance(key, tuple) else (key,): (
                slice(end - size, end),
                [c for c in self._plain if not some[c]],
                [c for c in texts if every[c]],
            )
            for key, size, end, some, every in zip(
                sizes.index,
                sizes,
                sizes.cumsum(),
                blank.any().to_dict("records"),
                blank.all().to_dict("records"),
                strict=True,
            )
        }

    def of(self, *key: Any) -> pd.DataFrame:
        """The rows of a key, none where it has none: as if it had been asked alone, so a column
        that is blank for others only holds plain numbers, and a text blank here holds None."""
        asked = tuple(pd.Timestamp(v) if isinstance(v, dt.date) else v for v in key)
        place, plain, blank = self._known.get(asked, self._nothing)
        rows = self._rows.iloc[place].reset_index(drop=True)
        for c in plain:
            rows[c] = rows[c].to_numpy(self._plain[c])
        for c in blank:
            rows[c] = None
        return rows
