"""What stands beside the figures of counties and towns in a workbook: choices in force, columns,
definitions, source."""

import pandas as pd

from catalog import catalog
from catalog.labels import area_label, indicator_label, load_label
from export.about import COLUMNS, WIDE_COLUMNS, definition, fetched, time_known
from export.choice import AreaChoice
from warehouse import queries
from warehouse.extract import NO_COLUMN, area_columns
from words.names import LEVELS

_PLACE = {
    "数据月份": "数值所属的月份",
    "地市": "所在地市",
    "县区": "县区；东莞、中山的镇街直属地市，此列空白",
    "镇街": "镇街；县区的行此列空白",
    "区划代码": "统计用区划代码：县区 6 位，镇街 9 位",
}
_NATURE = {name: WIDE_COLUMNS[name] for name in ("性质", "标记")}
_FIGURE = {
    name: COLUMNS[name]
    for name in ("平台", "指标", "数值", "单位", "原文", "性质", "修订", "出处", "指标代码")
}


def about_areas(choice: AreaChoice, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """The 说明 sheet: (label, text) pairs."""
    months, known = queries.areas.area_months(), catalog()
    month = months[months["month"].dt.date == choice.month].iloc[0]
    shown = area_columns(choice.level, choice.indicators)
    lines = fetched(frame)
    lines += [
        ("数据月份", month["month_text"]),
        ("级别", LEVELS[choice.level]),
        ("所在地区", area_label(known.areas.by_code[choice.within])),
    ]
    lines += [("指标", "、".join(map(indicator_label, shown)) if choice.indicators else "全部")]
    lines += [
        time_known(choice.known),
        ("空白格", "该地区没有上报；工作簿里没有印这一行的地区不在表内"),
    ]
    lines += [
        (f"列：{name}", text)
        for name, text in (
            _PLACE | _NATURE if choice.layout == "wide" else _PLACE | _FIGURE
        ).items()
    ]
    lines += [(f"指标：{indicator_label(i)}", definition(i.code)) for i in shown]
    return [*lines, ("来源", f"{month['area_file']}（{load_label(month['area_load'])}）")]


def area_levels(choice: AreaChoice) -> list[tuple[str, str]]:
    """(platform, indicator with its unit) over each column of the wide form."""
    names = catalog().platform_names
    shown = [
        (names[i.platform], f"{i.name}（{i.unit}）")
        for i in area_columns(choice.level, choice.indicators)
    ]
    return [
        *(("", name) for name in _PLACE),
        *(shown or [("", NO_COLUMN)]),
        *(("", name) for name in _NATURE),
    ]
