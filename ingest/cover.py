"""What a workbook says about itself, and what its figures are called, for who reads one and who
writes one."""

import datetime as dt
from dataclasses import dataclass

from words.clock import month_printed
from words.names import SIMULATED

Key = tuple[str, str, str]  # indicator code, member code, measure


@dataclass(frozen=True)
class Cover:
    """What a workbook says about itself on its cover sheet.

    `partial`: it holds only part of the month. `simulated`: not real.
    """

    month: dt.date
    issue_no: str | None = None
    issued_on: dt.date | None = None
    source_title: str | None = None
    source_url: str | None = None
    partial: bool = False
    simulated: bool = False

    @property
    def of_month(self) -> str:
        """What stands behind a table's title: the month, and that its figures are made up."""
        mark = f"【{SIMULATED}】" if self.simulated else ""
        return f"（{month_printed(self.month)}）{mark}"

    def fields(self) -> dict[str, str]:
        return {
            "数据月份": month_printed(self.month),
            "期号": self.issue_no or "",
            "印发日期": f"{month_printed(self.issued_on)}{self.issued_on.day}日"
            if self.issued_on
            else "",
            "资料来源": self.source_title or "",
            "来源网址": self.source_url or "",
            "数据范围": "部分" if self.partial else "完整",
            "数据性质": SIMULATED if self.simulated else "真实数据",
        }
