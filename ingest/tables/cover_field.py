"""The labels of the cover's fields, as people write them."""

import re

_LABELS = ("数据月份", "期号", "印发日期", "资料来源", "来源网址", "数据范围", "数据性质")
_MONTH_LABELS = (
    "统计月份",
    "报告月份",
    "报表月份",
    "所属月份",
    "数据年月",
    "统计年月",
    "报告期",
    "报表期",
    "月份",
)
_ALIKE = "|".join("".join(rf"{letter}\s*" for letter in word) for word in _LABELS)
_COVER_FIELD = re.compile(  # what a bracket behind the label says is not the field's text
    rf"(?:({_ALIKE})|(?:{'|'.join(_MONTH_LABELS)})(?=\s*(?:[:：（(]|$)))"
    r"(?:[（(](?!部分|完整|真实|模拟)[^（）()0-9]{1,12}[）)]\s*)?[:：]?\s*(.*)",
    re.DOTALL,
)


def cover_field(text: str) -> tuple[str, str] | None:
    """(label, what stands behind it in the same cell) of a field of the cover; 数 据 月 份 and
    统计月份（年月） are 数据月份."""
    match = _COVER_FIELD.fullmatch(text.strip())
    return match and ("".join((match[1] or "数据月份").split()), match[2])
