"""Every sentence that staff read about their workbook. A problem is a value: code, severity, where, and how to mend it. Codes never change."""

from dataclasses import dataclass

BLOCK, EXPLAIN, HINT, TIDIED = "阻断", "需说明", "提示", "规范"
SEVERITIES = (BLOCK, EXPLAIN, HINT, TIDIED)

_VOCABULARY: dict[str, tuple[str, str]] = {
    # the file
    "file-empty": (BLOCK, "文件为空（0 字节），请重新导出后上传。"),
    "file-too-large": (BLOCK, "文件 {size} MB，超过上限 5 MB。正常月报不足 0.1 MB，请删除图片和无关工作表。"),
    "file-xls": (BLOCK, "这是旧版 .xls 文件，请在 Excel 或 WPS 中另存为 .xlsx 后上传。"),
    "file-encrypted": (BLOCK, "文件设有打开密码，请取消密码后上传。"),
    "file-not-xlsx": (BLOCK, "该文件不是 xlsx 工作簿（实际为{kind}）。请在 Excel 或 WPS 中“另存为 → Excel 工作簿（.xlsx）”。"),
    "file-corrupt": (BLOCK, "文件已损坏或未传完（{detail}），请重新导出或重新上传。"),
    "file-zip-structure": (BLOCK, "文件内部结构异常（{detail}），出于安全已拒绝。请在 Excel 中打开并另存后重试。"),
    "file-zip-bomb": (BLOCK, "文件解压后超过 {size} MB，出于安全已拒绝。请删除无关内容后另存。"),
    "file-macro": (BLOCK, "文件含宏，请另存为不含宏的 .xlsx。"),
    "file-xml": (BLOCK, "文件部件 {part} {detail}，出于安全已拒绝。请在 Excel 中打开并另存后重试。"),
    "file-unreadable": (BLOCK, "无法读取该工作簿（{detail}）。请在 Excel 中打开并另存后重试；仍失败请联系管理员。"),
    "file-simulated": (BLOCK, "该工作簿的数据性质为「{found}」，而本数据仓库只收{expected}。请换文件，或改用另一个数据仓库。"),
    "layout-too-large": (BLOCK, "工作表部件 {part} 用到 {found}，超出 {rows} 行 × {columns} 列。请删除多余内容后另存。"),
    "layout-merge-too-large": (BLOCK, "工作表部件 {part} 的合并区域 {found} 过大，请取消合并后另存。"),
    # the month
    "month-not-found": (BLOCK, "没有找到数据月份。请在“说明”表写明“数据月份：2022年8月”。"),
    "month-unreadable": (BLOCK, "「{found}」不是可识别的月份。请写成“2022年8月”或“2022-08”。"),
    "month-mixed": (BLOCK, "此处写的是「{found}」，而别处写的是 {month}。请统一后再上传。"),
    "date-unreadable": (BLOCK, "「{found}」不是可识别的日期。请写成“2022年9月13日”或“2022-09-13”。"),
    "month-future": (BLOCK, "数据月份 {month} 尚未结束（今天 {today}）。请核对月份。"),
    # tables and labels
    "table-missing": (BLOCK, "没有找到“{table}”表。如本月确实只有部分数据，请在“说明”表把“数据范围”写为“部分”。"),
    "table-absent": (HINT, "本月为部分数据，没有“{table}”表。"),
    "table-duplicated": (BLOCK, "“{table}”表出现了两次（另一处在 {other}），请只保留一张。"),
    "column-missing": (BLOCK, "“{table}”表缺少列“{label}”，请补上该列。"),
    "column-unknown": (BLOCK, "列名「{found}」不在指标目录中{near}。请改正列名；如为新指标，请先在目录中登记。"),
    "column-duplicated": (BLOCK, "列“{label}”出现了两次（另一处在 {other}），请删除一列。"),
    "platform-unknown": (BLOCK, "平台「{found}」不在目录中{near}，请改正。"),
    "indicator-unknown": (BLOCK, "指标「{found}」不在“{platform}”的指标目录中{near}。请改正名称；如为新指标，请先在目录中登记。"),
    "indicator-duplicated": (BLOCK, "指标“{label}”出现了两次（另一处在 {other}），请删除一行。"),
    "indicator-missing": (BLOCK, "“{platform}”缺少指标“{label}”，请补上该行；没有数据时数值可留空。"),
    "indicator-absent": (HINT, "本月为部分数据，{platform}缺 {count} 项指标：{labels}。"),
    "stage-unknown": (BLOCK, "阶段「{found}」不在目录中{near}，请改正。"),
    "stage-duplicated": (BLOCK, "阶段“{label}”出现了两次（另一处在 {other}），请删除一行。"),
    "stage-missing": (BLOCK, "“信息化项目”表缺少阶段“{label}”，请补上该行。"),
    "city-unknown": (BLOCK, "地区「{found}」不是 21 个地级以上市之一{near}，请改正。"),
    "city-duplicated": (BLOCK, "“{label}”出现了两次（另一处在 {other}），请删除一行。"),
    "city-missing": (BLOCK, "“地市推广应用”表缺少 {labels}（应有 {expected} 个地市，实有 {count} 个）。请补上该行；没有数据时数值可留空。"),
    "unit-missing": (BLOCK, "“{label}”没有写单位，应为“{expected}”，请补上。"),
    "unit-changed": (BLOCK, "“{label}”的单位写作“{found}”，应为“{expected}”。请按“{expected}”填写数值并改正单位。"),
    # cells
    "type-error": (BLOCK, "「{found}」不是规范的数字。应为如 {example} 的数字；没有数据请留空。"),
    "cell-error": (BLOCK, "此处是公式错误「{found}」，请修正公式或直接填写数值。"),
    "formula-not-calculated": (BLOCK, "此处有公式但没有计算结果，请用 Excel 打开并保存后再上传。"),
    "number-as-date": (BLOCK, "此处被 Excel 存成了日期（{found}），请把单元格格式改为“常规”后重新填写数值。"),
    "unit-conflict": (BLOCK, "「{found}」自带的单位与“{label}”的单位“{expected}”不同，请按“{expected}”填写。"),
    "not-integer": (BLOCK, "{found} 不是整数，“{label}”应为整数。"),
    "negative": (BLOCK, "{found} 为负数，“{label}”不可能为负，请核对。"),
    "data-merged": (BLOCK, "数据区有合并单元格 {found}，每一格须单独填写，请取消合并。"),
    "public-field": (BLOCK, "“{label}”栏的「{found}」无法识别{near}。应为{expected}。"),
    "unit-redundant": (TIDIED, "「{found}」重复写了单位，按 {value} {unit} 入库。"),
    "label-normalised": (TIDIED, "「{found}」按“{name}”处理。"),
    "number-normalised": (TIDIED, "「{found}」按 {value} 入库。"),
    # rules
    "total-mismatch": (BLOCK, "“{label}”合计为 {stated}，各阶段相加为 {sum}，相差 {diff}。请核对合计与各阶段数值。"),
    "cities-exceed-province": (BLOCK, "“{label}”21 市之和 {sum} 大于全省 {province}（{other}）。请核对地市表或全省数。"),
    "subset-exceeds": (BLOCK, "“{small}” {found} 大于“{large}” {limit}（{other}）。部分不应大于整体，请核对。"),
    "rate-out-of-range": (BLOCK, "“{label}”为 {found}%，应在 0% 至 100% 之间。请核对。"),
    "cross-check": (HINT, "{sentence}"),
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    code: str
    severity: str
    sheet: str
    cell: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "severity": self.severity, "sheet": self.sheet, "cell": self.cell, "message": self.message}


def problem(code: str, sheet: str = "", cell: str = "", **facts) -> Problem:
    """The problem `code` at sheet!cell. `found` is quoted text from the file, cut to 40 characters."""
    severity, sentence = _VOCABULARY[code]
    if isinstance(facts.get("found"), str):
        facts["found"] = _shown(facts["found"])
    if "near" in facts:
        facts["near"] = f"（是否为“{facts['near']}”？）" if facts["near"] else ""
    return Problem(code, severity, sheet, cell, sentence.format(**facts))


def _shown(text: str) -> str:
    text = "".join(ch if ch.isprintable() else "␣" for ch in text)
    return text if len(text) <= 40 else text[:39] + "…"


def blocks(problems: list[Problem]) -> bool:
    return any(p.severity == BLOCK for p in problems)
