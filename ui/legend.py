"""What the marks in charts and small histories mean."""

import pandas as pd

from ui.html_parts import small

_ORIGINS = {"report": "● 月报", "derived": "○ 推算（本月累计 − 当月新增）", "public": "◆ 公开数据"}
_BOUNDS = {"above": "△ 只知下限（超、逾、余）", "below": "▽ 只知上限（近）"}


def legend(figures: pd.DataFrame) -> str:
    """The marks that occur in these figures (columns origin and bound)."""
    shown = [text for origin, text in _ORIGINS.items() if (figures["origin"] == origin).any()]
    shown += [text for bound, text in _BOUNDS.items() if (figures["bound"] == bound).any()]
    return small("　".join([*shown, "缺月断线，不作连接"]))
