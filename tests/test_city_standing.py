"""A city's standing cannot mislead: what the views say of ties, caps, rounding, missing cities and
missing months, in any order of the rows."""

import datetime as dt
import functools
import hashlib
import random
import re

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import catalog
from tests.conftest import AUGUST
from warehouse import structure, view_files
from warehouse.each import keys_of
from warehouse.reader import question_text

JULY = dt.date(2022, 7, 1)
USERS, COVERAGE, SERVICES, INSTALLS = (
    "city_citizen_users",
    "city_business_coverage",
    "city_citizen_services",
    "city_citizen_app_installs",
)
CODES = {c.name: c.code for c in catalog().cities}
NAMES = {c.code: c.name for c in catalog().cities}


@pytest.fixture(scope="module")
def store():
    """Planning a question takes ten times as long as asking it, so each is prepared once, as rules
    are (ingest/rules/beside.py): over tables, free of variables and of what the rows once were."""
    con = duckdb.connect()
    con.execute("SET disabled_optimizers = 'statistics_propagation'")
    structure.create(con, catalog())
    con.execute("CREATE OR REPLACE MACRO known(load_id) AS true")
    for view in structure.LOWEST:
        con.execute(view_files.emptied(view))
    return con


def put(con, rows: list[tuple]) -> None:
    """Rows (month, indicator, city, value as printed; '' for a blank cell) become the whole
    warehouse, in this order."""
    con.execute("TRUNCATE load; TRUNCATE observation")
    months = {month: n for n, month in enumerate(sorted({r[0] for r in rows}), 1)}
    for month, load_id in months.items():
        con.execute(
            """INSERT INTO load SELECT $n, 'report', $month, 'report', false, false,
            NULL, NULL, NULL, NULL, $file, 'x', 'x'::BLOB, NULL, false, now()::TIMESTAMP, 'x',
            NULL""",
            {"n": load_id, "month": month, "file": f"{month:%Y-%m}.xlsx"},
        )
    printed = {i.code: i.measures[0] for i in catalog().indicators_of("city")}
    observed = [
        (
            months[m],
            m,
            i,
            CODES[c],
            printed[i],
            token or None,
            token,
            len(token.partition(".")[2]),
            "地市",
            f"{i[-4:]}{CODES[c][2:4]}",
        )
        for m, i, c, token in rows
    ]
    names = (
        "load_id",
        "month",
        "indicator_code",
        "member_code",
        "measure",
        "value",
        "token",
        "decimals",
        "source_sheet",
        "source_cell",
    )
    structure.insert_columns(
        con,
        "observation",
        {
            name: list(column)
            for name, column in zip(names, zip(*observed, strict=True), strict=True)
        },
    )
    for view in structure.LOWEST:
        body = view_files.VIEWS[view].partition(f"VIEW {view} AS")[2]
        con.execute(f"TRUNCATE held_{view}; INSERT INTO held_{view} {body}")


def ask(con, question: str, **parameters) -> pd.DataFrame:
    written = {
        name: str(v) if isinstance(v, list) else f"'{v}'::{type(v).__name__.replace('str', 'text')}"
        for name, v in parameters.items()
    }
    text = question_text(question)
    chosen = "".join(f" AND {key} = {written[key]}" for key in keys_of(text))
    text = re.sub(r"\$(\w+)", lambda m: written[m[1]], text)
    return con.execute(f"EXECUTE {_prepared(con, f'FROM ({text}) WHERE true{chosen}')}").df()


@functools.cache
def _prepared(con, text: str) -> str:
    name = f"question_{hashlib.md5(text.encode()).hexdigest()}"
    con.execute(f"PREPARE {name} AS {text}")
    return name


def ranking(con, indicator: str, scale: str = "value", month: dt.date = AUGUST) -> dict[str, tuple]:
    """City → (rank, tied, best rank, worst rank, rank change)."""
    rows = ask(con, "city_ranking", month=month, indicator=indicator, scale=scale)
    return {
        r["city_name"]: (
            r["rank"],
            r["tied"],
            r["best_rank"],
            r["worst_rank"],
            None if pd.isna(r["rank_change"]) else r["rank_change"],
        )
        for _, r in rows.iterrows()
    }


def test_places_are_won_and_lost_against_last_month(store):
    put(
        store,
        [
            (JULY, USERS, "广州", "3.0"),
            (JULY, USERS, "深圳", "2.0"),
            (AUGUST, USERS, "广州", "3.1"),
            (AUGUST, USERS, "深圳", "4.0"),
            (AUGUST, USERS, "珠海", "1.0"),
        ],
    )
    assert ranking(store, USERS) == {
        "深圳": (1, 1, 1, 1, 1),
        "广州": (2, 1, 2, 2, -1),
        "珠海": (3, 1, 3, 3, None),
    }


def test_without_last_month_no_change_is_said(store):
    put(store, [(dt.date(2022, 6, 1), USERS, "广州", "3.0"), (AUGUST, USERS, "广州", "3.1")])
    assert ranking(store, USERS) == {"广州": (1, 1, 1, 1, None)}
    assert ask(store, "city_progress", month=AUGUST, indicator=USERS).empty


def test_equal_prints_of_a_rounded_figure_may_stand_in_any_order(store):
    """4.2 万 and 4.2 万 hide up to 1,000 users of difference; 4.1 and 4.2 cannot change places."""
    put(
        store,
        [
            (AUGUST, USERS, "广州", "4.2"),
            (AUGUST, USERS, "深圳", "4.2"),
            (AUGUST, USERS, "珠海", "4.1"),
        ],
    )
    assert ranking(store, USERS) == {
        "广州": (1, 2, 1, 2, None),
        "深圳": (1, 2, 1, 2, None),
        "珠海": (3, 1, 3, 3, None),
    }


def test_figures_printed_with_different_decimals_may_change_places(store):
    """4 万 is anything from 3.5 to 4.5, so 4.2 may be more or less."""
    put(
        store,
        [
            (AUGUST, USERS, "广州", "4.2"),
            (AUGUST, USERS, "深圳", "4"),
            (AUGUST, USERS, "珠海", "3.2"),
        ],
    )
    assert ranking(store, USERS) == {
        "广州": (1, 1, 1, 2, None),
        "深圳": (2, 1, 1, 2, None),
        "珠海": (3, 1, 3, 3, None),
    }


def test_equal_counts_and_capped_rates_are_equal_indeed(store):
    put(
        store,
        [(AUGUST, SERVICES, c, "950") for c in ("广州", "深圳")]
        + [
            (AUGUST, COVERAGE, c, v)
            for c, v in (("广州", "100.00"), ("深圳", "100.00"), ("珠海", "99.99"))
        ],
    )
    assert ranking(store, SERVICES) == {"广州": (1, 2, 1, 1, None), "深圳": (1, 2, 1, 1, None)}
    assert ranking(store, COVERAGE) == {
        "广州": (1, 2, 1, 1, None),
        "深圳": (1, 2, 1, 1, None),
        "珠海": (3, 1, 3, 3, None),
    }
    capped = ask(store, "city_ranking", month=AUGUST, indicator=COVERAGE, scale="value").set_index(
        "city_name"
    )["capped"]
    assert capped.to_dict() == {"广州": True, "深圳": True, "珠海": False}


def test_rounding_opens_ranks_per_resident(store):
    """阳江 3.6 万 over 260.30 万 people is 136 to 140 per 10,000, 潮州 3.5 over 256.84 is 134 to
    138: they overlap. 广州 is far from both."""
    put(
        store,
        [
            (AUGUST, INSTALLS, "阳江", "3.6"),
            (AUGUST, INSTALLS, "潮州", "3.5"),
            (AUGUST, INSTALLS, "广州", "112.1"),
        ],
    )
    assert ranking(store, INSTALLS, "per_10k") == {
        "广州": (1, 1, 1, 1, None),
        "阳江": (2, 1, 2, 3, None),
        "潮州": (3, 1, 2, 3, None),
    }


def test_a_change_within_rounding_says_so(store):
    put(
        store,
        [
            (m, INSTALLS, c, v)
            for m, values in ((JULY, ("3.5", "3.5")), (AUGUST, ("3.5", "3.4")))
            for c, v in zip(("阳江", "潮州"), values, strict=True)
        ],
    )
    rows = ask(store, "city_ranking", month=AUGUST, indicator=INSTALLS, scale="per_10k").set_index(
        "city_name"
    )
    assert rows[["rank", "rank_change", "change_open"]].to_numpy().tolist() == [
        [1, 1, True],
        [2, -1, True],
    ]


def test_who_did_not_report_is_listed_with_the_blank_cell_and_not_ranked(store):
    put(store, [(AUGUST, USERS, c, "" if c == "云浮" else "1.5") for c in CODES if c != "揭阳"])
    assert len(ranking(store, USERS)) == 19
    unreported = ask(store, "unreported_cities", month=AUGUST, indicator=USERS)
    assert unreported[["city_name", "source"]].fillna("").to_numpy().tolist() == [
        ["揭阳", ""],
        ["云浮", "2022-08.xlsx｜地市!sers53"],
    ]


def test_of_what_was_not_above_nothing_no_percentage_is_said(store):
    """From −10 to 5 is no fall of 150 %; a rate's 百分点 know no such bound."""
    asked = "SELECT " + ", ".join(
        f"changed('{kind}', 5, {base})"
        for kind, base in (("stock", -10), ("stock", 0), ("stock", 4), ("rate", -10))
    )
    assert store.execute(asked).fetchone() == (None, None, 25.0, 15)


def test_progress_is_points_of_a_rate_and_percent_of_an_amount(store):
    put(
        store,
        [
            (JULY, COVERAGE, "广州", "57.00"),
            (AUGUST, COVERAGE, "广州", "57.78"),
            (JULY, USERS, "广州", "4000.0"),
            (AUGUST, USERS, "广州", "4221.5"),
        ],
    )
    for indicator, expected in ((COVERAGE, (0.78, "百分点")), (USERS, (5.5375, "%"))):
        row = ask(store, "city_progress", month=AUGUST, indicator=indicator).iloc[0]
        assert (
            round(row["change"], 4),
            row["change_unit"],
            row["source"][:12],
            row["last_source"][:12],
        ) == (*expected, "2022-08.xlsx", "2022-07.xlsx")


def test_a_city_that_stays_at_the_cap_has_no_rank_in_progress(store):
    values = {
        "广州": ("100.00", "100.00"),
        "深圳": ("99.00", "100.00"),
        "珠海": ("90.00", "90.50"),
        "汕头": ("100.00", "99.00"),
    }
    put(
        store,
        [(m, COVERAGE, c, v[n]) for c, v in values.items() for n, m in enumerate((JULY, AUGUST))],
    )
    rows = ask(store, "city_progress", month=AUGUST, indicator=COVERAGE)
    assert [
        (r["city_name"], None if pd.isna(r["rank"]) else r["rank"], bool(r["stuck"]))
        for _, r in rows.iterrows()
    ] == [("深圳", 1, False), ("珠海", 2, False), ("汕头", 3, False), ("广州", None, True)]


def test_a_missing_indicator_is_no_zero_in_the_score(store):
    """深圳 leads where it reports; as a zero for the other indicator it would have 50."""
    put(
        store,
        [
            (AUGUST, SERVICES, "深圳", "9"),
            (AUGUST, SERVICES, "广州", "5"),
            (AUGUST, COVERAGE, "广州", "90.00"),
            (AUGUST, COVERAGE, "珠海", "80.00"),
        ],
    )
    scores = ask(
        store, "city_scores", month=AUGUST, indicators=[SERVICES, COVERAGE], weights=[1, 1]
    ).set_index("city_name")
    assert scores.loc[["深圳", "广州", "珠海"], "score"].tolist() == [100.0, 50.0, 0.0]
    assert scores.loc["深圳", "missing"] == 1
    assert pd.isna(scores.loc["汕头", "score"])


def test_weights_are_the_readers_and_half_of_them_must_have_figures(store):
    put(
        store,
        [
            (AUGUST, SERVICES, "深圳", "9"),
            (AUGUST, SERVICES, "广州", "5"),
            (AUGUST, COVERAGE, "广州", "90.00"),
            (AUGUST, COVERAGE, "珠海", "80.00"),
        ],
    )
    scores = ask(
        store, "city_scores", month=AUGUST, indicators=[SERVICES, COVERAGE], weights=[1, 3]
    ).set_index("city_name")
    assert scores.loc["广州", "score"] == 75.0
    assert pd.isna(scores.loc["深圳", "score"])
    assert ask(
        store, "city_scores", month=AUGUST, indicators=[SERVICES, COVERAGE], weights=[0, 0]
    ).empty


values = st.lists(
    st.tuples(
        st.sampled_from([JULY, AUGUST]),
        st.sampled_from([USERS, COVERAGE, SERVICES]),
        st.sampled_from(list(CODES)),
        st.sampled_from(["", "100.00", "99.9", "99.99", "0.10", "3", "3.0", "3.1", "12"]),
    ),
    min_size=2,
    max_size=60,
    unique_by=lambda row: row[:3],
)


@given(rows=values, seed=st.integers(0, 2**16))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_the_rows_changes_nothing(store, rows, seed):
    shuffled = random.Random(seed).sample(rows, len(rows))
    answers = []
    for order in (rows, shuffled):
        put(store, order)
        answers.append(everything(store))
    for (name, one), (_, other) in zip(*answers, strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True, obj=name)


def everything(con) -> list[tuple[str, pd.DataFrame]]:
    weights = {"indicators": [USERS, COVERAGE, SERVICES], "weights": [1, 2, 3]}
    asked = [
        ("city_ranking", {"month": AUGUST, "indicator": i, "scale": s})
        for i in (USERS, COVERAGE)
        for s in ("value", "per_10k")
    ]
    asked += [("city_progress", {"month": AUGUST, "indicator": i}) for i in (USERS, COVERAGE)]
    asked += [
        ("rank_history", {"month": AUGUST, "indicator": USERS, "scale": "per_10k"}),
        ("city_profile", {"month": AUGUST, "city": "440100"}),
    ]
    asked += [
        ("city_scores", {"month": AUGUST, **weights}),
        ("balance", {"month": AUGUST}),
        ("balance_history", {"month": AUGUST, "indicator": USERS}),
    ]
    return [(question, ask(con, question, **parameters)) for question, parameters in asked]


@given(rows=values)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_rank_lies_in_its_interval_and_counts_who_stands_before(store, rows):
    put(store, rows)
    for indicator in (USERS, COVERAGE):
        table = ask(store, "city_ranking", month=AUGUST, indicator=indicator, scale="value")
        for _, row in table.iterrows():
            assert row["rank"] == 1 + (table["value"] > row["value"]).sum()
            assert row["best_rank"] <= row["rank"] <= row["worst_rank"]
        progress = ask(store, "city_progress", month=AUGUST, indicator=indicator).dropna(
            subset=["rank"]
        )
        assert (
            (progress["best_rank"] <= progress["rank"])
            & (progress["rank"] <= progress["worst_rank"])
        ).all()


def test_an_outlier_stands_out_of_the_median_of_24_steps(store):
    """Twelve old steps of 5.0, then 0.9 and 1.1 by turns with one of 30.0 among them, now 3.0: the
    median is 1.0 and the median deviation 0.1. By a standard deviation the wild step hides it."""
    steps = [5.0] * 12 + [0.9, 1.1] * 11 + [30.0, 0.9, 3.0]
    months = [dt.date(2020 + n // 12, n % 12 + 1, 1) for n in range(len(steps) + 1)]
    values = [1000 + sum(steps[:n]) for n in range(len(steps) + 1)]
    put(store, [(m, USERS, "广州", f"{v:.1f}") for m, v in zip(months, values, strict=True)])
    (found,) = store.execute(
        "SELECT step::DOUBLE, middle::DOUBLE, history, round(score, 2)::DOUBLE, outlying "
        "FROM outlier_score WHERE month = $1",
        [months[-1]],
    ).fetchall()
    assert [round(n, 2) for n in found[:4]] == [3.0, 1.0, 24, 13.49]
    assert found[4]


def test_a_city_grows_as_the_middle_one_or_as_it_did_before_whichever_is_nearer(store):
    """Six cities grow by 1 % a month. 深圳 did 10 % before and does again; 广州 did, and falls back
    to 1 %."""
    months = [dt.date(2022, 6, 1), JULY, AUGUST]
    grown = dict.fromkeys(
        ["珠海", "汕头", "佛山", "韶关", "河源", "梅州"], ("1000.0", "1010.0", "1020.1")
    )
    grown |= {"深圳": ("1000.0", "1100.0", "1210.0"), "广州": ("1000.0", "1100.0", "1111.0")}
    put(
        store,
        [
            (month, USERS, city, value)
            for city, values in grown.items()
            for month, value in zip(months, values, strict=True)
        ],
    )
    found = store.execute(
        "SELECT subject, round(right_value, 1) FROM city_step_rule WHERE month = $1", [AUGUST]
    ).fetchall()
    usual = {subject.split()[-1]: value for subject, value in found}
    assert (usual["深圳"], usual["广州"], usual["珠海"]) == (10.0, 1.0, 1.0)


def test_five_cities_are_too_few_for_a_middle_one(store):
    """Users per resident alike but for 深圳's, a hundred times the others'."""
    people = {c.name: c.population_10k for c in catalog().cities}
    for count, judged in ((5, []), (6, ["深圳"])):
        names = ["深圳", *(n for n in people if n != "深圳")][:count]
        put(
            store,
            [
                (AUGUST, USERS, n, f"{people[n] * (1 if n != '深圳' else 100) / 10:.1f}")
                for n in names
            ],
        )
        found = store.execute(
            "SELECT subject FROM city_peer_rule WHERE left_value > right_value"
        ).fetchall()
        assert [said.split()[-1] for (said,) in found] == judged


def test_progress_is_ranked_as_it_is_shown(store):
    """0.740 % and 0.743 % both read ▲ 0.74: they share the first rank."""
    before, now = {"广州": "1000.0", "深圳": "3000.0"}, {"广州": "1007.4", "深圳": "3022.3"}
    put(
        store,
        [(m, USERS, c, v) for m, said in ((JULY, before), (AUGUST, now)) for c, v in said.items()],
    )
    rows = ask(store, "city_progress", month=AUGUST, indicator=USERS)
    assert rows[["city_name", "rank", "tied"]].to_numpy().tolist() == [
        ["广州", 1, 2],
        ["深圳", 1, 2],
    ]


@pytest.mark.parametrize(
    ("changed", "marks"),
    [
        ({}, []),
        ({"bound": "above"}, ["r 原 4.2（第 2 次入库改为 4.2）"]),
        ({"decimals": 2, "token": "4.20"}, ["r 原 4.2（第 2 次入库改为 4.20）"]),
        ({"token": "4.2 "}, []),
    ],
)
def test_a_bound_or_decimals_alone_are_a_revision_and_a_spelling_is_none(store, changed, marks):
    put(store, [(AUGUST, USERS, "广州", "4.2")])
    store.execute("INSERT INTO load SELECT * REPLACE (2 AS load_id) FROM load")
    said = {"bound": None, "decimals": 1, "token": "4.2"} | changed
    store.execute(
        "INSERT INTO observation SELECT * REPLACE (2 AS load_id, $bound::VARCHAR AS bound, "
        "$decimals::SMALLINT AS decimals, $token AS token) FROM observation",
        said,
    )
    for view in ("live_load", "reported", "revision"):
        store.execute(view_files.VIEWS[view])
    found = store.execute("SELECT mark FROM revision").fetchall()
    assert [mark for (mark,) in found] == marks
