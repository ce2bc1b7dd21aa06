"""What to do about a text that stands where a figure is wanted, by what people write there."""

import re

from ingest.tables.numeral import fold_width, looks_like_number

_WORD = "(?![万亿])[一-龥]"
_FIGURE, _SAID = r"\A(?=[^0-9]*[0-9])", rf"(?:[^一-龥]|[万亿])*{_WORD}"
# Looked for, not matched with .* at both ends: 16,000 times 1万 in a cell took 4 s.
_MENDS = {
    r"\A(?:持平|(?:无|没有|未)变化|不变|同上月?|〃|″)\Z": "与上月相同的也要写出数",
    r"\A['‘’`´＇]": "去掉数字前的撇号",
    r"\A[0-9.,%]*[OoIl][0-9OoIl.,%]*\Z": "里面的字母（O、l）请改成数字",
    r"百分点": "这里要的是比率本身，不是变动了多少",
    r"‰|成|百分之": "请写成百分数",
    r"\A[0-9.]+[eE][-+]?[0-9]+\Z|[0-9][十百千]|\A[一二两三四五六七八九十百千万亿零〇点]+\Z": (
        "请用阿拉伯数字写出全部数位"
    ),
    r"\A(?:约|大约|近|超过?|逾|不足|[≈~～>≥<≤＞＜])|(?:[余多+]|左右|上下|以[上下])\Z": (
        "请写准确的数，不写约数"
    ),
    r"\A[▲△▼▽↑↓]|[▲△▼▽↑↓]\Z": "不写涨跌符号，只留数字",
    r"[0-9万亿%]\s?(?:[-—–~至/、]|±)\s?[0-9]": "一格只写一个数，其余写到备注",
    _FIGURE + _SAID: "只留数字，文字写到备注",
}
_COMPILED = {re.compile(form): mend for form, mend in _MENDS.items()}


def mend_of(text: str, unit: str) -> str:
    """'' where the sentence about figures says enough."""
    if looks_like_number(text):
        said = unit or "无单位"
        return f"它带的单位与“{said}”不同，请按“{said}”填写，只留数字"
    folded = fold_width(text)
    return next((mend for form, mend in _COMPILED.items() if form.search(folded)), "")
