"""The views as files: one each, named for it, after the macros and after the views it reads."""

import functools
import graphlib
import pathlib
import re

from catalog.entries import PROVINCE
from warehouse import FOLDER
from words.names import (
    CLAUSE_TEXTS,
    DATASETS,
    MEASURES,
    ORIGINS,
    SHEETS,
    SIMULATED,
    STATES,
    STATUSES,
    UNREPORTED,
)


def _named(macro: str, names: dict[str, str]) -> str:
    cases = " ".join(f"WHEN '{code}' THEN '{name}'" for code, name in names.items())
    return f"CREATE OR REPLACE MACRO {macro}(code) AS CASE code {cases} END;"


# What SQL and Python both call by name stands in words/ and catalog/; SQL gets it from here.
MACROS = "\n".join(
    [
        f"CREATE OR REPLACE MACRO province() AS '{PROVINCE}';",
        f"CREATE OR REPLACE MACRO simulated_name() AS '{SIMULATED}';",
        *(
            _named(macro, names)
            for macro, names in (
                ("dataset_name", DATASETS),
                ("measure_name", MEASURES),
                ("origin_name", ORIGINS),
                ("sheet_name", SHEETS),
                ("status_name", STATUSES | UNREPORTED),
                ("state_name", STATES),
                ("text_name", CLAUSE_TEXTS),
            )
        ),
        (FOLDER / "macros.sql").read_text(encoding="utf-8"),
    ]
)
_NAME = re.compile(r"\w+")
_READS = re.compile(r"^-- reads: (.+)$", re.MULTILINE)


def _in_order(files: list[pathlib.Path]) -> dict[str, str]:
    """View or table macro → its SQL, each after those its line `-- reads:` names."""
    texts = {p.stem: p.read_text(encoding="utf-8") for p in files}
    graph = {name: _read_by(text) for name, text in texts.items()}
    return {name: texts[name] for name in graphlib.TopologicalSorter(graph).static_order()}


def _read_by(text: str) -> list[str]:
    return [name for said in _READS.findall(text) for name in said.split(", ")]


def held(view: str) -> str:
    """The statements that make a view read a table, held_<view>, of what it reads now: views above
    it are bound in a fraction of the time."""
    rows = VIEWS[view].replace(f"OR REPLACE VIEW {view} AS", f"TABLE held_{view} AS", 1)
    return f"{rows} CREATE OR REPLACE VIEW {view} AS FROM held_{view};"


def emptied(view: str) -> str:
    """The same of a view that is there, with its columns and no row."""
    return (
        f"CREATE TABLE held_{view} AS FROM {view} LIMIT 0; "
        f"CREATE OR REPLACE VIEW {view} AS FROM held_{view};"
    )


@functools.cache
def needed_by(*views: str) -> dict[str, str]:
    """Views and all they read, directly or not, in the order they are made."""
    wanted = {*views}
    for name in reversed(VIEWS):
        if name in wanted:
            wanted |= set(_read_by(VIEWS[name]))
    return {name: text for name, text in VIEWS.items() if name in wanted}


@functools.lru_cache(maxsize=512)  # questions are 100 texts; some are made of a choice
def read_by(text: str) -> dict[str, str]:
    """The same for what a question names."""
    return needed_by(*sorted({*_NAME.findall(text)} & VIEWS.keys()))


def query_of(view: str) -> str:
    """What a view selects, to stand in another statement."""
    return VIEWS[view].partition(f"VIEW {view} AS")[2].rstrip().rstrip(";")


def with_views(text: str, empty: str) -> str:
    """The WITH clause of the views that a question's line `-- reads:` names, where nobody has made
    them; '' for none. What several read is worked out once, in the columns that they read.
    `empty`: a view that has no row there."""
    queries = ", ".join(
        f"{view} AS ({query_of(view)}{' LIMIT 0' if view == empty else ''})"
        for view in needed_by(*_read_by(text))
    )
    return f"WITH {queries}" if queries else ""


# What is asked of a workbook before it is published, by file name. Its tables: `staged` the
# workbook's figures, `before` those of the month before, `pair` the first beside the second, `same`
# the month as it is published now.
ARRIVAL = {p.stem: p.read_text(encoding="utf-8") for p in (FOLDER / "arrival").glob("*.sql")}
VIEWS = _in_order(sorted((FOLDER / "views").glob("*/*.sql")))
EVERYTHING = "\n".join([MACROS, *VIEWS.values()])
