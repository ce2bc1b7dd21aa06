"""Figures of a checked month that stand far outside their own history, by the same view as the
page 数据质量 asks: known before publication, not after."""

from dataclasses import dataclass

from ingest.cover import Key
from warehouse import publisher, view_files
from warehouse.kind import Warehouse

_WITH_THIS_MONTH = """
    WITH arrived AS (
        SELECT unnest($indicators) AS indicator_code, unnest($members) AS member_code,
            unnest($measures) AS measure, unnest($figures) AS value
    ), figure AS (
        SELECT month, origin, table_name, kind, indicator_code, member_code, measure, value
        FROM {figures}
        WHERE month < $month
        UNION ALL BY NAME
        SELECT a.*, $month::DATE AS month, 'report' AS origin, i.table_name, i.kind
        FROM arrived a
        JOIN indicator i ON i.code = a.indicator_code
    )
    SELECT indicator_code, member_code, measure, step_name, step, middle, history, score
    FROM ({view})
    WHERE month = $month AND outlying
    ORDER BY abs(score) DESC
"""


@dataclass(frozen=True)
class Outlier:
    """`step` against the `middle` of `history` earlier ones; `score` as on 数据质量."""

    key: Key
    step_name: str
    step: float
    middle: float
    history: int
    score: float


def outliers(warehouse: Warehouse, checked) -> list[Outlier]:
    """The furthest first; none where something blocks, the warehouse is empty or the history too
    short."""
    month = checked.month
    printed = [o for o in checked.observations if o.value is not None]
    if checked.dataset != "report" or checked.blocked or not warehouse.exists() or not printed:
        return []
    with publisher.reading(warehouse) as con:
        [place] = con.execute("SELECT current_database(), current_schema()").fetchall()
        figures = ".".join(f'"{part}"' for part in (*place, "figure"))
        query = _WITH_THIS_MONTH.format(figures=figures, view=view_files.query_of("outlier_score"))
        rows = con.execute(
            query,
            {
                "month": month,
                "indicators": [o.indicator_code for o in printed],
                "members": [o.member_code for o in printed],
                "measures": [o.measure for o in printed],
                "figures": [o.value for o in printed],
            },
        ).fetchall()
    return [Outlier((i, member, measure), *rest) for i, member, measure, *rest in rows]
