"""The views as files: one each, named for it, after the macros and after the views it reads."""

import graphlib
import pathlib
import re

from warehouse import FOLDER

MACROS = (FOLDER / "macros.sql").read_text(encoding="utf-8")
_READS = re.compile(r"^-- reads: (.+)$", re.MULTILINE)


def _in_order(files: list[pathlib.Path]) -> dict[str, str]:
    """View or table macro → its SQL, each after those its line `-- reads:` names."""
    texts = {p.stem: p.read_text(encoding="utf-8") for p in files}
    reads = {name: _READS.findall(text) for name, text in texts.items()}
    graph = {name: said[0].split(", ") if said else [] for name, said in reads.items()}
    return {name: texts[name] for name in graphlib.TopologicalSorter(graph).static_order()}


VIEWS = _in_order(sorted((FOLDER / "views").glob("*/*.sql")))
EVERYTHING = "\n".join([MACROS, *VIEWS.values()])
