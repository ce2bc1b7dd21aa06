"""Whatever layout a legal month arrives in, the same figures come out.

LAYOUTS=6000 tries many more.
"""

import io
import os

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import catalog
from demo.simulate import simulate
from ingest.forms.report import write_report
from ingest.pipeline import check_workbook
from ingest.problems import blocks
from ingest.tables.numeral import parse_number
from tests.layouts import Renderer

MONTHS = simulate(catalog())
EXAMPLES = int(os.environ.get("LAYOUTS", "60"))


def values(tokens: dict) -> dict:
    return {
        key: parse_number(token, catalog().indicator(key[0]).unit).value if token else None
        for key, token in tokens.items()
    }


def cells(workbook: bytes) -> list:
    """What a workbook says; its bytes also hold the time at which it was written."""
    sheets = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True)
    return [(s.title, list(s.iter_rows(values_only=True))) for s in sheets]


@settings(max_examples=EXAMPLES, deadline=None, print_blob=True)
@given(seed=st.integers(0, 10**9), month=st.sampled_from(list(MONTHS)), as_printed=st.booleans())
def test_every_layout_gives_the_same_observations(seed, month, as_printed):
    tokens = MONTHS[month]
    workbook = Renderer(seed, catalog(), month, tokens, as_printed).render()
    checked = check_workbook(workbook, "月报.xlsx", catalog())
    assert not blocks(checked.problems), [p for p in checked.problems if p.severity == "阻断"][:3]
    assert {key: o.value for key, o in checked.by_key.items()} == values(tokens)
    assert checked.month == month
    if as_printed:
        read = {key: o.token for key, o in checked.by_key.items()}
        assert read == {key: tokens.get(key, "") for key in read}
        assert cells(write_report(checked.cover, read, catalog())) == cells(
            write_report(checked.cover, tokens, catalog())
        )
