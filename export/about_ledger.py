"""What stands beside 工作要点台账 in a workbook: choices in force, columns, what a status is."""

import pandas as pd

from export.about import fetched, time_known
from export.choice import LedgerChoice

COLUMNS = {
    "数据月份": "看到这个月为止：以后的数和以后的填报都不算",
    "计划年度": "哪一年的工作要点",
    "条目": "要点的条目编号；只见于媒体报道的没有编号",
    "内容": "看板自己的短标题，不是要点原文",
    "状态": "有对应指标的目标时取其中最急的，否则取最新一次填报；年度已过而没有完成的为滞后",
    "状态依据": "指标、填报；空白为都没有",
    "缺报": "上一季度的填报已到期（次季首月 15 日，看板的约定）而没有",
    "牵头部门": "要点所写的牵头单位",
    "系统": "条目点到名的系统",
    "数字目标": "条目里的数字目标",
    "填报截至": "最新一次填报所说的日子",
    "情况": "进行中、有困难、已完成",
    "进展": "填报人写的进展",
    "佐证": "文件名或网址",
    "填报人": "写这次填报的人",
    "填报日期": "写这次填报的日子",
    "迟报天数": "超过期限的天数，没有迟报为 0",
    "复核人": "空白为待复核",
    "要点文本": "正式文本；所得不全；媒体报道",
    "性质": "要点与填报；程序生成的写“模拟数据”",
    "条目代码": "不会改变的代码",
}


def about_ledger(choice: LedgerChoice, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """The 说明 sheet: (label, text) pairs."""
    return [
        *fetched(frame),
        ("内容", "工作要点台账"),
        ("数据月份", f"{choice.month:%Y-%m}"),
        ("计划年度", "、".join(map(str, choice.plans)) or "全部"),
        ("牵头部门", "、".join(choice.leads) or "全部"),
        time_known(choice.known),
        *((f"列：{name}", text) for name, text in COLUMNS.items()),
        *(
            (f"来源：{year} 年", "、".join(rows["要点文本"].unique()))
            for year, rows in frame.groupby("计划年度", sort=False)
        ),
    ]
