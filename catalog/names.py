"""How a label in a sheet becomes a comparable name: width, spaces, quotes, brackets' shapes, the
number before it, the mark of a note behind it and traditional characters do not matter."""

import functools
import re
import unicodedata

_IGNORED = re.compile(r"[\s“”\"'‘’\u200b\u200c\u200d\ufeff]+")
_ENUMERATOR = re.compile(
    r"\A\s*(?:[（(]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[)）]|[、.．](?![0-9]))|[①-⑳])(?=.)"
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
_TRAILING_UNIT = re.compile(r"^(.*)(?:\(([^()]*)\)|[/,]([^/,()]+))$")
COUNTERS = "名人项条家次份种类个户台笔件元分"  # what is counted; says nothing beside a figure
_ANY_UNIT = re.compile(rf"[万亿]?[{COUNTERS}]?")


@functools.lru_cache(
    maxsize=8192
)  # a workbook asks for the same few hundred labels again and again
def fold(text: str) -> str:
    """The comparable form of a name: without number and note mark, width folded (NFKC), spaces and
    quotes removed, letters lowered, leading 其中 dropped."""
    bare = _NOTE_MARK.sub("", _ENUMERATOR.sub("", text)) or text
    folded = _IGNORED.sub("", unicodedata.normalize("NFKC", bare)).casefold()
    return folded.translate(_SHAPES).translate(_TRADITIONAL).removeprefix("其中:").strip(":·")


def split_unit(label: str, units: frozenset[str]) -> tuple[str, str | None]:
    """Split a label into (folded name, unit or None).

    A trailing bracket, or what stands behind a stroke, counts as a unit only if it names one of
    `units` or what is counted.
    """
    folded = fold(label)
    match = _TRAILING_UNIT.match(folded)
    if match:
        unit = (match[2] or match[3] or "").removeprefix("单位:")
        if unit in units or (unit and _ANY_UNIT.fullmatch(unit)):
            return match[1], unit
    return folded, None
