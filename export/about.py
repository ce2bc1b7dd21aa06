"""What stands beside the figures: filters in force, columns, definitions, sources, marks."""

import pandas as pd

from catalog import catalog
from catalog.labels import known_label, labels_by_code
from export.choice import Choice
from warehouse import queries
from warehouse.reader import earlier_answers
from words.clock import beijing_now
from words.names import EARLIER, KINDS, SIMULATED, SIMULATED_SENTENCE, TITLE

FILTER_NAMES = {
    "months": "月份",
    "tables": "表",
    "platforms": "平台",
    "indicators": "指标",
    "members": "地区或阶段",
    "regions": "区域",
    "measures": "口径",
    "origins": "性质",
}
COLUMNS = {
    "月份": "数据月份",
    "平台": "所属平台；信息化项目不属于平台",
    "指标": "指标名称，定义见“数据字典”",
    "地区或阶段": "全省、地市或项目阶段",
    "区域": "地市所在区域：珠三角、粤东、粤西、粤北",
    "口径": "累计：截至当月底；当月新增：比上月增加的数；当月变化：可为负的增减；当月数：当月本身"
    "的数；当月比率；当年：当年 1 月起",
    "数值": "按“单位”列的单位，保留来源小数位",
    "单位": "数值的单位",
    "界限": "下限：来源写超、逾、余、多；上限：来源写近",
    "原文": "来源中印的样子",
    "性质": "月报；公开数据；推算（本月累计 − 当月新增 = 上月累计）；程序生成的写“模拟数据”",
    "修订": "r：与更早一次入库的数值不同",
    "出处": "工作簿｜工作表!单元格",
    "网址": "公开数据的网址",
    "备注": "口径说明，入库时填写的说明",
    "指标代码": "不会改变的英文代码",
    "地区代码": "行政区划代码，440000 为全省；项目阶段用英文代码",
}
WIDE_COLUMNS = {
    "月份": COLUMNS["月份"],
    "地区或阶段": "全省、各地市、各项目阶段，依次排列",
    "地区代码": "行政区划代码，440000 为全省；项目阶段没有代码",
    "性质": COLUMNS["性质"],
    "标记": "这一行里的下限、上限、修订 r，一行有几种性质时各是哪一种；没有写到的没有标记",
}


def filters_in_words(choice: Choice) -> list[tuple[str, str]]:
    """Every filter with the names chosen, 全部 where nothing is."""
    labels = labels_by_code()
    said = [
        (
            name,
            "、".join(labels.get(key, {}).get(c, c) for c in choice.filters.get(key, [])) or "全部",
        )
        for key, name in FILTER_NAMES.items()
    ]
    return [*said, time_known(choice.known)]


def column_help(choice: Choice, columns: pd.DataFrame) -> dict[str, str]:
    """Column → what it is, for every column of the chosen form; `columns` is the answer to
    figure_columns."""
    if choice.layout == "long":
        return COLUMNS
    return WIDE_COLUMNS | {
        r["label"]: definition(r["indicator_code"]) for _, r in columns.iterrows()
    }


def about(choice: Choice, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """The 说明 sheet: (label, text) pairs."""
    columns = WIDE_COLUMNS if choice.layout == "wide" else COLUMNS
    chosen = queries.download.figure_columns(**choice.filters)
    lines = fetched(frame)
    lines += [(f"筛选：{name}", text) for name, text in filters_in_words(choice)]
    lines += [(f"列：{name}", text) for name, text in columns.items()]
    lines += [
        (f"指标：{_named(code)}", definition(code))
        for code in dict.fromkeys(chosen["indicator_code"])
    ]
    lines += [
        ("来源", text) for text in queries.download.figure_sources(**choice.filters)["source_text"]
    ]
    lines += [
        ("修订 r", text)
        for text in queries.download.figure_revisions(**choice.filters)["revision_text"]
    ]
    return lines


def nature() -> list[tuple[str, str]]:
    """性质 of a warehouse whose figures are made up; nothing of a real one."""
    return [("性质", SIMULATED_SENTENCE)] if simulated() else []


def simulated() -> bool:
    return bool(queries.common.warehouse_state()["simulated"].iloc[0])


def file_name(name: str) -> str:
    """The name under which a file leaves: that its figures are made up stands in front."""
    return f"{SIMULATED}-{name}" if simulated() and SIMULATED not in name else name


def fetched(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """What a 说明 sheet opens with."""
    return [
        ("数据", TITLE),
        *([("注意", EARLIER)] if earlier_answers() else []),
        *nature(),
        ("行数", f"{len(frame):,}"),
        ("取数时间", f"{beijing_now()}（北京时间）"),
    ]


def time_known(known: int | None) -> tuple[str, str]:
    return "数据时点", "最新" if known is None else known_label(known)


def definition(code: str) -> str:
    """What an indicator is: definition, kind, unit, whether cities add up."""
    known = catalog().indicator(code)
    adds = "" if known.table != "city" else "；各市可相加" if known.additive else "；各市不可相加"
    return f"{known.definition}（{KINDS[known.kind]}，单位 {known.unit}{adds}）"


def _named(code: str) -> str:
    return labels_by_code()["indicators"][code]
