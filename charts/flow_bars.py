"""What moved between project stages, as one bar per step of the way."""

import pandas as pd

from charts.bar_rows import Bar
from charts.theme import ACCENT, plain
from words.numbers import number

_INFERRED = f"repeating-linear-gradient(135deg,{ACCENT} 0 3px,transparent 3px 8px)"


def flow_bars(frame: pd.DataFrame) -> list[Bar]:
    """One hatched bar per step from the first arrival on.

    Needs stage_name and inflow in order, inflow_terms and source.
    """
    before = ["新增", *frame["stage_name"]]
    return [
        Bar(
            step := f"{start} → {r['stage_name']}",
            float(r["inflow"]),
            number(r["inflow"], 0),
            [
                f"{step}　{number(r['inflow'], 0)} 个（推断）",
                f"= 各阶段变化之和：{plain(r['inflow_terms'])}",
                plain(r["source"]),
            ],
            _INFERRED,
        )
        for start, (_, r) in zip(before, frame.iterrows(), strict=False)
    ]
