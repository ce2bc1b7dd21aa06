"""How a label in a sheet becomes a comparable name: width, spaces, quotes, brackets' shapes, the
number before it, the mark of a note behind it and traditional characters do not matter."""

import functools
import re
import unicodedata

from words.numbers import COUNTERS

_IGNORED = re.compile(r"[\s“”\"'‘’\u200b\u200c\u200d\ufeff]+")
_ENUMERATOR = re.compile(
    r"\A\s*(?:[（(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[)）]|[、.．](?![0-9]))|[①-⑳]"
    r"|[0-9]{1,2}\s+(?=[A-Za-z一-龥])(?!日(?![均活])|[年月号个类项人次万亿]))(?=.)"
)
_NOTE_MARK = re.compile(r"[*＊※①-⑳]+|[\[［【（(]注[0-9]{0,2}[)）】］\]]|注[0-9]{1,2}\s*$")
_SHAPES = str.maketrans("[【〔]】〕", "((()))")
# of the characters in our own names, as an office in Hong Kong or Macao writes them
_TRADITIONAL = str.maketrans(
    "萬業東個雲億眾體價關冊準創辦務單廳發變號員團圍國場備復頭實歲慶應開歸總戶執報換據時機條來"
    "標匯滿熱電蓋碼類粵級線綁統編網聯範裝計許設訪證評話詢說賬帳質購資躍遠採銀門問陽階頁項額駐"
    "驗數圖區廣當較註漢",
    "万业东个云亿众体价关册准创办务单厅发变号员团围国场备复头实岁庆应开归总户执报换据时机条来"
    "标汇满热电盖码类粤级线绑统编网联范装计许设访证评话询说账账质购资跃远采银门问阳阶页项额驻"
    "验数图区广当较注汉",
)
_TRAILING_UNIT = re.compile(r"^(.*)(?:\(([^()]*)\)|[/,:—–-]([^/,:()—–-]+))$")
_SPACED_UNIT = re.compile(r"(.*\S)\s+([^\s()（）]{1,4})\s*", re.DOTALL)
_ANY_UNIT = re.compile(rf"[万亿]?(?:[{COUNTERS}]次?)?")
# what may be said beside a name of this kind and says nothing
_GENERIC = {
    "indicator": re.compile(r"(?<=...)总?(?:数量?|量)?(?:情况)?$"),
    "platform": re.compile(
        r"(?<=..)(?:平台|\(平台\))?(?:(?:推广)?(?:应用)?情况|推广应用)?(?:\(续表?\))?$"
    ),
    "stage": re.compile(r"^项目(?=..)|(?<=..)(?:阶段|环节|状态|中)?(?:的?项目)?$"),
    "city": re.compile(
        r"^[0-9]{0,2}(?:广东省?[·-]?)?"
        r"|(?:\((?:省会|(?:经济)?特区|计划单列市|副省级(?:城?市)?|地级市|市|珠三角|粤[东西北])\)"
        r"|市?地区|全?市|(?:人民)?政府|政务服务(?:和)?数据管理局|政数局){1,2}$"
    ),
}
_CUMULATIVE = re.compile(r"^累计(?=..)|(?<=..)累计(?=\([^()]*\)$|$)|\(累计\)$")


@functools.lru_cache(
    maxsize=8192
)  # a workbook asks for the same few hundred labels again and again
def fold(text: str) -> str:
    """The comparable form of a name: without number and note mark, width folded (NFKC), spaces and
    quotes removed, letters lowered, leading 其中 dropped."""
    bare = _NOTE_MARK.sub("", _ENUMERATOR.sub("", text)) or text
    folded = _IGNORED.sub("", unicodedata.normalize("NFKC", bare)).casefold()
    return folded.translate(_SHAPES).translate(_TRADITIONAL).removeprefix("其中:").strip(":·")


@functools.lru_cache(maxsize=8192)
def bare(kind: str, folded: str) -> str:
    """A name of this kind (indicator, platform, stage, city) without the words that say nothing."""
    return _GENERIC[kind].sub("", folded)


def not_cumulative(label: str) -> str:
    """A label without 累计 before or behind its name, folded."""
    return _CUMULATIVE.sub("", fold(label))


@functools.lru_cache(maxsize=8192)
def split_unit(label: str, units: frozenset[str]) -> tuple[str, str | None]:
    """Split a label into (folded name, unit or None).

    A trailing bracket, or what stands behind a stroke or a space, counts as a unit only if it names
    one of `units` or what is counted.
    """
    folded = fold(label)
    match, spaced = _TRAILING_UNIT.match(folded), _SPACED_UNIT.fullmatch(label)
    found = [(match[1], match[2] or match[3] or "")] if match else []
    found += [(fold(spaced[1]), fold(spaced[2]))] if spaced else []
    for name, said in found:
        unit = said.removeprefix("单位:")
        if unit in units or (unit and _ANY_UNIT.fullmatch(unit)):
            return name, unit
    return folded, None
