"""Whatever layout a legal month arrives in, the same figures come out; also after LibreOffice has
written it anew.

LAYOUTS=6000 tries many more, `make prove` does too.
"""

import os
import shutil

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog import catalog
from ingest.pipeline import check_workbook
from ingest.problems import blocks
from prove.layouts import MONTHS, differs, drawn, rewrite, values
from tests.conftest import absent
from tests.layouts import Renderer

EXAMPLES = int(os.environ.get("LAYOUTS", "60"))


@settings(max_examples=EXAMPLES, print_blob=True)
@given(seed=st.integers(0, 10**9), month=st.sampled_from(list(MONTHS)), as_printed=st.booleans())
def test_every_layout_gives_the_same_observations(seed, month, as_printed):
    tokens = MONTHS[month]
    workbook = Renderer(seed, catalog(), month, tokens, as_printed).render()
    checked = check_workbook(workbook, "月报.xlsx", catalog())
    assert not blocks(checked.problems), [p for p in checked.problems if p.severity == "阻断"][:3]
    assert {key: o.value for key, o in checked.by_key.items()} == values(tokens)
    assert checked.month == month
    if as_printed:
        printed = {key: o.token for key, o in checked.by_key.items() if o.token}
        assert printed == {key: token for key, token in tokens.items() if token}


def test_what_libreoffice_has_written_anew_is_the_same_month(tmp_path):
    if shutil.which("soffice") is None:
        absent("no LibreOffice on this machine: apt-get install libreoffice-calc-nogui")
    months = {}
    for seed in range(4):
        months[seed], workbook = drawn(seed)
        (tmp_path / f"{seed}.xlsx").write_bytes(workbook)
    rewrite(list(tmp_path.glob("*.xlsx")), tmp_path / "anew")
    made = {seed: (tmp_path / "anew" / f"{seed}.xlsx").read_bytes() for seed in months}
    assert [differs(months[seed], made[seed]) for seed in months] == [""] * 4


def test_a_layout_that_is_read_as_another_month_is_told():
    months = list(MONTHS)
    month, workbook = drawn(1)
    other = months[months.index(month) - 1]
    assert differs(month, workbook) == ""
    assert "figures differ" in differs(other, workbook)
