"""What the screen, the workbooks and the addresses call things that have a code."""

TITLE = "粤数月报看板"
REPORT_TITLE = "数字政府改革建设工作月报"  # what the province calls it
TABLE_SHEETS = {"platform": "平台推广应用", "project": "信息化项目", "city": "地市推广应用"}
AREA_SHEETS = {"county": "县区推广应用", "town": "镇街推广应用"}
COVER_SHEET, PUBLIC_SHEET, TEXT_SHEET = "说明", "公开数据", "文字数字"
TABLES = TABLE_SHEETS | {"public": "公开数据指标"}
SHEETS = TABLES | AREA_SHEETS | {"text": TEXT_SHEET}  # what a workbook may hold
DATASETS = {"report": "月报", "area": "县区镇街", "public": "公开数据"}  # what a load is of
ORIGINS = {"report": "月报", "derived": "推算", "public": "公开数据"}
STATUSES = {
    "behind": "滞后",
    "at_risk": "预警",
    "unconfirmed": "口径待确认",
    "on_track": "在途",
    "met": "达标",
    "not_begun": "未开始",
    "unquantified": "暂无对应数据",
}
# What staff say of a clause of a plan; unreported: nobody has said anything.
STATES = {"ongoing": "进行中", "difficult": "有困难", "done": "已完成"}
UNREPORTED = {"unreported": "未填报"}
DRAFT_STATES = {"waiting": "待复核", "returned": "已退回", "signed": "已签发", "expired": "已过期"}
CLAUSE_TEXTS = {"full": "正式文本", "part": "所得不全", "press": "媒体报道"}
OTHER_PLATFORM = "其他工作"
KINDS = {"stock": "存量", "flow": "流量", "average": "均值", "rate": "比率"}
LAYOUTS = {"long": "长表", "wide": "宽表"}
SOURCE_GRADES = {"A": "A（政府网站）", "B": "B（媒体自己的报道）"}
LEVELS = {"city": "地市", "county": "县区", "town": "镇街"}
MEASURES = {"cumulative": "累计", "monthly": "当月", "year_to_date": "当年"}
# What 当月 of an indicator is (monthly.csv): the growth of its 累计, a change
# that may be negative, what the month itself amounts to, a ratio of the month.
MONTHLY = {"increment": "当月新增", "change": "当月变化", "level": "当月数", "rate": "当月比率"}
# What figures can be chosen by: 当月 is any of the four that it can be.
CHOSEN_BY = {"cumulative": "累计", "monthly": "当月", **MONTHLY, "year_to_date": "当年"}
SIMULATED = "模拟数据"
SIMULATED_HERE = "：本页数值由程序生成，仅供演示，与真实情况无关。"
SIMULATED_SENTENCE = "模拟数据：由程序生成，仅供演示，与真实情况无关"


def measure_name(measure: str, monthly: str) -> str:
    """累计, 当年, or what 当月 is for an indicator: 当月新增."""
    return MONTHLY.get(monthly, MEASURES[measure]) if measure == "monthly" else MEASURES[measure]


# What pages and files say while an earlier state answers.
EARLIER = "当前数据文件打不开，这是上一份完好的数据，最近一次入库可能不在其中。请告诉管理员。"
