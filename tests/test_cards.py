"""Cards of 总览: what their pictures show."""

import pandas as pd
import pytest

from paper.card_picture import picture

AUGUST = pd.Timestamp("2022-08-01")


@pytest.mark.parametrize(("first", "pictures"), [("2022-03-01", 1), ("2019-01-01", 0)])
@pytest.mark.parametrize(
    ("kind", "measure"), [("stock", "monthly"), ("average", "cumulative")], ids=["stock", "level"]
)
def test_a_card_draws_recent_months_and_nothing_where_all_are_older(first, pictures, kind, measure):
    months = pd.date_range(first, periods=6, freq="MS")
    history = pd.DataFrame(
        {"month": months, "indicator_code": "x", "measure": measure, "value": range(1, 7)}
    )
    row = pd.Series(
        {"indicator_code": "x", "indicator_name": "甲", "measure": "cumulative", "kind": kind}
    )
    assert (picture(row, history, AUGUST) is not None) == pictures
