"""Headers of columns that stand there for the reader of the sheet only: numbers of rows, remarks,
what is computed from the figures beside it."""

import re

from catalog import fold

UNIT_WORDS = {"单位", "计量单位"}
_IGNORED = UNIT_WORDS | {"序号", "序", "编号", "备注", "说明", "备注说明", "注", "来源", "口径"}
_NAMED = re.compile(  # offices, people, codes
    r"(责任|牵头|主管|填报|报送|负责|业务)?(处室|部门|单位|科室)|(联系|填报|负责|经办|审核)人员?|(联系)?(电话|方式)|手机号?码?"
    r"|数据(来源|口径)|(统计|指标)?口径(说明)?|指标(说明|解释|释义)|(填报|更新|上报|统计)(时间|日期)"
    r"|(地区|地市|城市|指标|(行政)?区划)?(代码|编码)"
)
_REFERENCE = ("上月", "此前")  # columns of an earlier month, as the template prints them
_SIGN = r"(\((%|百分点|个百分点)\))?"
_DERIVED = re.compile(  # from the figures beside it: no figure of the report
    r".*[同环]比.*|[较比](上[月年期]|去年|年初).*"
    rf"|.*(排名|位次|名次|排序|排位|占比|比重|增幅|增速|增长率|完成率|完成进度){_SIGN}"
    r"|(上年|去年|上期|年度?)?(同期|目标)[数值]?(\(.{1,4}\))?|上期[数值]?(\(.{1,4}\))?"
    r"|(全年|本年|当年|年度?)?(目标|计划|任务)(任务)?[数值]?(\(.{1,4}\))?"
    rf"|(月均|年均|日均)?(增长|增减|升降|变动)([数量额]|情况|幅度)?{_SIGN}"
    r"|(人均|户均|每百?[万千百]人).*|(综合)?(得分|评分|分数)(\(分\))?|(常住|户籍)?人口数?(\(.{1,3}\))?"
    r"|(是否)?达标(情况)?|完成情况"
)
_OF_YEAR = re.compile(
    r"(本年|今年|当年|年度|全年|年内|1(月份?)?[-—–~～至到][0-9]{1,2}月)(以来)?(累计)?(新增|数量?|值)?"
)


def is_passed_over(header: str) -> bool:
    """Whether a column under this header is there for the reader of the sheet only."""
    name = fold(header)
    of_people = name in _IGNORED or _NAMED.fullmatch(name) is not None
    return of_people or name.startswith(_REFERENCE) or is_derived(header)


def is_derived(header: str) -> bool:
    """Whether a column under this header says how the figures beside it stand or grew."""
    return _DERIVED.fullmatch(fold(header)) is not None


def is_of_year(header: str) -> bool:
    """Whether a column under this header sums up the year: no other figure where 累计 and 新增
    stand beside it."""
    return _OF_YEAR.fullmatch(fold(header)) is not None
