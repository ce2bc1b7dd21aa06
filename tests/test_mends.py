"""What a text that is no figure is answered with."""

import pytest

from ingest.tables.mends import mend_of

EXACT, ONE, SAME = (
    "请写准确的数，不写约数",
    "一格只写一个数，其余写到备注",
    "与上月相同的也要写出数",
)
DIGITS, BARE, NO_ARROW = (
    "请用阿拉伯数字写出全部数位",
    "只留数字，文字写到备注",
    "不写涨跌符号，只留数字",
)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        *[
            (text, EXACT)
            for text in ("约3.2万", "3.2万+", "近4221", "≥4221.5", "4221.5左右", "3万多")
        ],
        *[(text, ONE) for text in ("3-5", "4221.5±1", "10/12", "3至5", "3、5")],
        *[(text, SAME) for text in ("持平", "不变", "同上")],
        *[(text, DIGITS) for text in ("1.2E+4", "四千", "4千", "三点五万")],
        *[(text, NO_ARROW) for text in ("▲4221.5", "4221.5↑")],
        *[(text, BARE) for text in ("已达4221.5", "4221.5（含试点）", "4221.5其中")],
        ("0.5个百分点", "这里要的是比率本身，不是变动了多少"),
        ("近 5 成", "请写成百分数"),
        ("4221.5人", "它带的单位与“万”不同，请按“万”填写，只留数字"),
        ("12o.5", "里面的字母（O、l）请改成数字"),
        ("'4221.5", "去掉数字前的撇号"),
        ("12x.5", ""),
    ],
)
def test_the_mend_of_a_text(text, mend):
    assert mend_of(text, "万") == mend
