"""target.csv: what the plans ask for, and rows that contradict themselves."""

import re
from collections import Counter

import pytest

from catalog import CatalogError, catalog, load_catalog
from tests.conftest import ROOT
from tests.targets import ACTIVE, FLOW, target, with_rows


def test_every_numeric_target_of_the_three_plans_is_a_record():
    targets = catalog().targets
    assert Counter(t.plan_year for t in targets) == {2020: 46, 2022: 5, 2023: 20}
    assert Counter(t.kind for t in targets) == {
        "level": 61,
        "full_coverage": 7,
        "flow": 2,
        "reduction": 1,
    }
    assert [t.code for t in targets if t.grade == "press"] == [
        "2022-p-1",
        "2022-p-2",
        "2022-p-3",
        "2022-p-4",
    ]
    assert [t.code for t in targets if t.basis == "unconfirmed"] == [
        "2020-04-1",
        "2020-05-2",
        "2020-10-3",
        "2022-p-1",
        "2022-p-4",
    ]
    assert {t.document for t in targets} == {"粤办函〔2020〕20号", "粤办函〔2022〕24号", ""}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"operator": "≧"}, "2024-1: operator is '≧'"),
        ({"kind": "stock"}, "2024-1: kind is 'stock'"),
        ({"value": "两百"}, "2024-1: plan_year, value or due does not read"),
        ({"value": "NaN"}, "2024-1: value NaN must be above 0"),
        ({"due": "2023-12-31"}, "2024-1: due 2023-12-31 lies before plan year 2024"),
        ({"code": "2023-1"}, "2023-1: code must begin with its plan year 2024"),
        ({"clause": ""}, "2024-1: clause may be empty only where the press"),
        ({"grade": "press"}, "2024-1: a press source needs its source_url"),
        ({"platform": "kiosks"}, "2024-1: unknown platform 'kiosks'"),
        ({"indicator": "kiosk_terminal"}, "2024-1: unknown indicator 'kiosk_terminal'"),
        ({"indicator": ""}, "2024-1: formed, measure and basis say how an indicator is read"),
        (
            {"measure": "year_to_date"},
            "2024-1: measure is 'year_to_date', but kiosk_terminals has cumulative, monthly",
        ),
        ({"basis": "unconfirmed"}, "2024-1: an unconfirmed basis needs a note"),
        ({"unit": "%", "value": "80"}, "2024-1: unit % against 台"),
        ({"unit": "%", "value": "120"}, "2024-1: 120% is more than the whole"),
        ({"formed": "city_sum"}, "2024-1: city_sum cannot be formed from kiosk_terminals"),
        (
            ACTIVE | {"indicator": "city_business_coverage", "unit": "%", "value": "80"},
            "2024-1: city_business_coverage does not add up over cities",
        ),
        ({"kind": "flow"}, "2024-1: a flow is formed by new_in_year"),
        (FLOW | {"indicator": "kiosk_daily_visits"}, "2024-1: 当月 of kiosk_daily_visits"),
        ({"kind": "full_coverage"}, "2024-1: full coverage is = 100 %"),
        ({"kind": "reduction"}, "2024-1: a reduction is at least so many %"),
    ],
)
def test_a_contradicting_row_is_named(tmp_path, fields, said):
    with pytest.raises(CatalogError, match=f"target.csv, {re.escape(said)}"):
        load_catalog(with_rows(tmp_path, target(**fields)))


def test_two_rows_that_contradict_each_other_are_named(tmp_path):
    with pytest.raises(CatalogError, match="2024-1: two rows share this code"):
        load_catalog(with_rows(tmp_path / "a", target(), target()))
    with pytest.raises(
        CatalogError,
        match="2024-2: document '试〔2024〕2号', but 2024-1 of the same plan says '试〔2024〕1号'",
    ):
        load_catalog(
            with_rows(tmp_path / "b", target(), target(code="2024-2", document="试〔2024〕2号"))
        )


def test_the_status_word_is_never_typed_by_hand():
    header = (
        (ROOT / "catalog" / "target.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    )
    assert not {"status", "状态", "progress", "actual"} & set(header)
