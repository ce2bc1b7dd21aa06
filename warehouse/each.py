"""What is asked of a month, indicator or city: alone, until the server has answered it for all of
them at once; then a choice is a look-up and no question of its own."""

import datetime as dt
import functools
import re
from typing import Any

import numpy as np
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
        groups = whole.groupby([*keys])
        order = groups.ngroup().to_numpy().argsort(kind="stable")
        self._rows = whole.drop(columns=[*keys]).iloc[order]
        kinds = [*self._rows.dtypes.items()]
        self._plain = {c: k.numpy_dtype for c, k in kinds if hasattr(k, "numpy_dtype")}
        self._texts = [c for c, k in kinds if isinstance(k, pd.StringDtype)]
        sizes = groups.size()
        self._ends = sizes.cumsum().to_numpy()
        self._starts = self._ends - sizes.to_numpy()
        self._places = {k if isinstance(k, tuple) else (k,): n for n, k in enumerate(sizes.index)}
        blank = {c: self._rows[c].isna().to_numpy() for c in (*self._plain, *self._texts)}
        self._some = {c: np.logical_or.reduceat(blank[c], self._starts) for c in self._plain}
        self._every = {c: np.logical_and.reduceat(blank[c], self._starts) for c in self._texts}

    def of(self, *key: Any) -> pd.DataFrame:
        """The rows of a key, none where it has none: as if it had been asked alone, so a column
        that is blank for others only holds plain numbers, and a text blank here holds None."""
        asked = tuple(pd.Timestamp(v) if isinstance(v, dt.date) else v for v in key)
        n = self._places.get(asked)
        there = slice(0) if n is None else slice(self._starts[n], self._ends[n])
        rows = self._rows.iloc[there].reset_index(drop=True)
        for c, kind in self._plain.items():
            if n is None or not self._some[c][n]:
                rows[c] = rows[c].to_numpy(kind)
        for c in self._texts:
            if n is None or self._every[c][n]:
                rows[c] = None
        return rows
