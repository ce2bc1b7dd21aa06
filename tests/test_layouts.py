"""Whatever layout a legal month arrives in, the same figures come out.

`make proof` tries many more.
"""

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import catalog
from demo.simulate import simulate
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


@settings(max_examples=EXAMPLES, deadline=None, print_blob=True)
@given(seed=st.integers(0, 10**9), month=st.sampled_from(list(MONTHS)))
def test_every_layout_gives_the_same_observations(seed, month):
    tokens = MONTHS[month]
    checked = check_workbook(
        Renderer(seed, catalog(), month, tokens).render(), "月报.xlsx", catalog()
    )
    assert not blocks(checked.problems), [p for p in checked.problems if p.severity == "阻断"][:3]
    read = {(o.indicator_code, o.member_code, o.measure): o.value for o in checked.observations}
    assert read == values(tokens)
    assert checked.month == month
