"""Every sentence that staff read about their workbook.

A problem is a value: code, severity, where, and how to mend it. Codes never change.
"""

from dataclasses import dataclass

BLOCK, EXPLAIN, HINT, TIDIED = "阻断", "需说明", "提示", "规范"
SEVERITIES = (BLOCK, EXPLAIN, HINT, TIDIED)

_VOCABULARY: dict[str, tuple[str, str]] = {
    # the file
    "file-empty": (BLOCK, "文件为空（0 字节），请重新导出后上传。"),
    "file-too-large": (
        BLOCK,
        "文件 {size} MB，超过上限 5 MB。正常月报不足 0.1 MB，请删除图片和无关工作表。",
    ),
    "file-xls": (BLOCK, "这是旧版 .xls 文件，请在 Excel 或 WPS 中另存为 .xlsx 后上传。"),
    "file-encrypted": (BLOCK, "文件设有打开密码，请取消密码后上传。"),
    "file-not-xlsx": (
        BLOCK,
        (
            "该文件不是 xlsx 工作簿（实际为{kind}）。请在 Excel 或 WPS 中“另存为 → Excel "
            "工作簿（.xlsx）”。"
        ),
    ),
    "file-corrupt": (BLOCK, "文件已损坏或未传完（{detail}），请重新导出或重新上传。"),
    "file-zip-structure": (
        BLOCK,
        "文件内部结构异常（{detail}），出于安全已拒绝。请在 Excel 中打开并另存后重试。",
    ),
    "file-zip-bomb": (BLOCK, "文件解压后超过 {size} MB，出于安全已拒绝。请删除无关内容后另存。"),
    "file-macro": (BLOCK, "文件含宏，请另存为不含宏的 .xlsx。"),
    "file-xml": (
        BLOCK,
        "文件部件 {part} {detail}，出于安全已拒绝。请在 Excel 中打开并另存后重试。",
    ),
    "file-unreadable": (
        BLOCK,
        "无法读取该工作簿（{detail}）。请在 Excel 中打开并另存后重试；仍失败请联系管理员。",
    ),
    "file-simulated": (
        BLOCK,
        (
            "该工作簿的数据性质为「{found}」，而本数据仓库只收{expected}。请换文件，"
            "或改用另一个数据仓库。"
        ),
    ),
    "layout-too-large": (
        BLOCK,
        "工作表部件 {part} 用到 {found}，超出 {rows} 行 × {columns} 列。请删除多余内容后另存。",
    ),
    "layout-merge-too-large": (
        BLOCK,
        "工作表部件 {part} 的合并区域 {found} 过大，请取消合并后另存。",
    ),
    # the month
    "month-not-found": (BLOCK, "没有找到数据月份。请在“说明”表写明“数据月份：2022年8月”。"),
    "month-unreadable": (BLOCK, "「{found}」不是可识别的月份。请写成“2022年8月”或“2022-08”。"),
    "month-mixed": (BLOCK, "此处写的是「{found}」，而别处写的是 {month}。请统一后再上传。"),
    "date-unreadable": (
        BLOCK,
        "「{found}」不是可识别的日期。请写成“2022年9月13日”或“2022-09-13”。",
    ),
    "month-future": (BLOCK, "数据月份 {month} 尚未结束（今天 {today}）。请核对月份。"),
    # tables and labels
    "table-missing": (
        BLOCK,
        "没有找到“{table}”表。如本月确实只有部分数据，请在“说明”表把“数据范围”写为“部分”。",
    ),
    "table-absent": (HINT, "本月为部分数据，没有“{table}”表。"),
    "table-duplicated": (BLOCK, "“{table}”表出现了两次（另一处在 {other}），请只保留一张。"),
    "column-missing": (BLOCK, "“{table}”表缺少列“{label}”，请补上该列。"),
    "column-unknown": (
        BLOCK,
        "列名「{found}」不在指标目录中{near}。请改正列名；如为新指标，请先在目录中登记。",
    ),
    "column-duplicated": (BLOCK, "列“{label}”出现了两次（另一处在 {other}），请删除一列。"),
    "platform-unknown": (BLOCK, "平台「{found}」不在目录中{near}，请改正。"),
    "indicator-unknown": (
        BLOCK,
        (
            "指标「{found}」不在“{platform}”的指标目录中{near}。请改正名称；如为新指标，"
            "请先在目录中登记。"
        ),
    ),
    "indicator-duplicated": (BLOCK, "指标“{label}”出现了两次（另一处在 {other}），请删除一行。"),
    "indicator-missing": (
        BLOCK,
        "“{platform}”缺少指标“{label}”，请补上该行；没有数据时数值可留空。",
    ),
    "indicator-absent": (HINT, "本月为部分数据，{platform}缺 {count} 项指标：{labels}。"),
    "stage-unknown": (BLOCK, "阶段「{found}」不在目录中{near}，请改正。"),
    "stage-duplicated": (BLOCK, "阶段“{label}”出现了两次（另一处在 {other}），请删除一行。"),
    "stage-missing": (BLOCK, "“信息化项目”表缺少阶段“{label}”，请补上该行。"),
    "city-unknown": (BLOCK, "地区「{found}」不是 21 个地级以上市之一{near}，请改正。"),
    "city-duplicated": (BLOCK, "“{label}”出现了两次（另一处在 {other}），请删除一行。"),
    "city-missing": (
        BLOCK,
        (
            "“地市推广应用”表缺少 {labels}（应有 {expected} 个地市，实有 {count} 个）。"
            "请补上该行；没有数据时数值可留空。"
        ),
    ),
    "report-beside-areas": (
        BLOCK,
        "这是月报的表，而工作簿里还有县区或镇街的表。两者分开入库：请把它们存成两个工作簿。",
    ),
    "area-unknown": (
        BLOCK,
        "「{found}」不是“{parent}”下辖的地区{near}。请改正名称，并核对它上一级的地市、县区。",
    ),
    "area-duplicated": (BLOCK, "“{label}”出现了两次（另一处在 {other}），请删除一行。"),
    "area-missing": (
        BLOCK,
        (
            "“{table}”表缺少 {missing} 个地区（{labels}），实有 {count} 个。请补上这些行；"
            "没有数据时数值可留空。"
        ),
    ),
    "area-absent": (HINT, "本月为部分数据，“{table}”表缺少 {missing} 个地区（{labels}）。"),
    "area-column-missing": (
        BLOCK,
        "缺少“{label}”列：镇街、县区有重名，须写明属于哪个地市、哪个县区。请补上该列。",
    ),
    "unit-missing": (BLOCK, "“{label}”没有写单位，应为“{expected}”，请补上。"),
    "unit-changed": (
        BLOCK,
        "“{label}”的单位写作“{found}”，应为“{expected}”。请按“{expected}”填写数值并改正单位。",
    ),
    # cells
    "type-error": (BLOCK, "「{found}」不是规范的数字。应为如 {example} 的数字；没有数据请留空。"),
    "cell-error": (BLOCK, "此处是公式错误「{found}」，请修正公式或直接填写数值。"),
    "formula-not-calculated": (BLOCK, "此处有公式但没有计算结果，请用 Excel 打开并保存后再上传。"),
    "number-as-date": (
        BLOCK,
        "此处被 Excel 存成了日期（{found}），请把单元格格式改为“常规”后重新填写数值。",
    ),
    "unit-conflict": (
        BLOCK,
        "「{found}」自带的单位与“{label}”的单位“{expected}”不同，请按“{expected}”填写。",
    ),
    "not-integer": (BLOCK, "{found} 不是整数，“{label}”应为整数。"),
    "negative": (BLOCK, "{found} 为负数，“{label}”不可能为负，请核对。"),
    "data-merged": (BLOCK, "数据区有合并单元格 {found}，每一格须单独填写，请取消合并。"),
    "public-field": (BLOCK, "“{label}”栏的「{found}」无法识别{near}。应为{expected}。"),
    "unit-redundant": (TIDIED, "「{found}」重复写了单位，按 {value} {unit} 入库。"),
    "label-normalised": (TIDIED, "「{found}」按“{name}”处理。"),
    "number-normalised": (TIDIED, "「{found}」按 {value} 入库。"),
    "percent-ambiguous": (
        EXPLAIN,
        (
            "“{label}”写作「{found}」，没有百分号且不大于 1。是 {found}% 还是 "
            "{percent}%？请写明百分号；如确为 {found}% 请说明。"
        ),
    ),
    # what was noticed
    "sheet-ignored": (HINT, "没有在此表识别到月报的表格，本表未使用。"),
    "content-ignored": (HINT, "此处的「{found}」不属于任何表格，未入库。"),
    "hidden-content": (HINT, "{what}被隐藏，其中的数据仍按可见数据读取，请取消隐藏并核对。"),
    "total-row": (TIDIED, "识别为合计行：只用于核对，不入库。"),
    "area-total-row": (TIDIED, "识别为合计行，不入库。"),
    "formula-used": (TIDIED, "此处是公式，按保存的结果 {found} 入库。"),
    "precision-changed": (
        HINT,
        "“{label}”印为「{found}」，小数位与目录（{decimals} 位）不同，请核对有没有漏写数字。",
    ),
    # rules
    "total-mismatch": (
        BLOCK,
        (
            "“{label}”合计（{where}）为 {stated}，各阶段相加为 {sum}，相差 {diff}，"
            "差额最可能出在此格。请核对。"
        ),
    ),
    "city-total-mismatch": (
        EXPLAIN,
        "“{label}”合计行为 {stated}，21 市相加为 {sum}。请核对合计行，或说明原因。",
    ),
    "cities-exceed-province": (
        BLOCK,
        "“{label}”21 市之和 {sum} 大于全省 {province}（{other}）。请核对地市表或全省数。",
    ),
    "subset-exceeds": (
        BLOCK,
        "“{small}” {found} 大于“{large}” {limit}（{other}）。部分不应大于整体，请核对。",
    ),
    "rate-out-of-range": (BLOCK, "“{label}”为 {found}%，应在 0% 至 100% 之间。请核对。"),
    "areas-exceed-area": (
        BLOCK,
        "“{label}”{area}下辖地区之和 {sum} 大于 {area} 的 {found}。部分不应大于整体，请核对。",
    ),
    "areas-exceed-report": (
        EXPLAIN,
        (
            "“{label}”{area}下辖地区之和 {sum} 大于同月月报中 {area} 的 {stated}（{other}）。"
            "请核对，如月报有误请说明。"
        ),
    ),
    "cross-check": (HINT, "{sentence}"),
    # against the months before
    "copy-of-previous": (
        BLOCK,
        (
            "“{table}”表 {total} 个数值中有 {same} 个与 {before} 完全相同，疑似上月文件改了标题。"
            "请换成本月数据。"
        ),
    ),
    "city-not-reported": (
        EXPLAIN,
        (
            "“{city}”本月没有任何数值，{before} 有。若确未上报请说明原因；该市不参与排名，不会按 "
            "0 处理。"
        ),
    ),
    "areas-not-reported": (
        EXPLAIN,
        (
            "有 {count} 个地区本月没有任何数值，而 {before} 有：{labels}。若确未上报请说明原因；"
            "不参与排名，不会按 0 处理。"
        ),
    ),
    "areas-value-missing": (
        EXPLAIN,
        (
            "“{label}”有 {count} 个地区为空，而 {before} 有数：{labels}。若确无数据请说明原因；"
            "不会按 0 处理。"
        ),
    ),
    "value-missing": (
        EXPLAIN,
        "“{label}”为空，{before} 为 {then}。若确无数据请说明原因；不会按 0 处理。",
    ),
    "value-unexpected": (HINT, "“{label}”{before} 为空，本月为 {found}，请核对是否填错行列。"),
    "rows-swapped": (
        EXPLAIN,
        (
            "“{label}”{first}的数值 {found} 与{second}（{other}）疑似填反：互换后才与 {before} "
            "相近。请核对，如无误请说明。"
        ),
    ),
    "rows-shifted": (
        EXPLAIN,
        (
            "“{label}”{first}至{last}（{area}）疑似整体{way}了一行：错开一行才与 {before} 相近。"
            "请核对，如无误请说明。"
        ),
    ),
    "columns-swapped": (
        EXPLAIN,
        (
            "“{label}”与“{second}”（{other}）两列疑似填反：互换后才与 {before} 相近。请核对，"
            "如无误请说明。"
        ),
    ),
    "unit-slip": (
        EXPLAIN,
        (
            "“{label}”为 {found}，约为 {before}（{then}）的 {ratio} 倍，疑似单位或小数点错。"
            "请核对，如无误请说明。"
        ),
    ),
    "cumulative-decreased": (
        EXPLAIN,
        "“{label}”由 {before} 的 {then} 降至 {found}，累计不应减少。请核对，如无误请说明。",
    ),
    "jump": (
        EXPLAIN,
        "“{label}”由 {before} 的 {then} 变为 {found}，变化超出常见范围。请核对，如无误请说明。",
    ),
    "growth-mismatch": (
        EXPLAIN,
        (
            "“{label}”累计 {total} 比 {before} 的 {then} 增加 {grown}，而当月写 {new}，相差 "
            "{difference}（另一格在 {other}）。请核对，如无误请说明。"
        ),
    ),
    "province-gap-changed": (
        EXPLAIN,
        (
            "“{label}”省直/未分配占全省的比重由 {before} 的 {then}% 变为 {now}%。"
            "请核对地市表或全省数，如无误请说明。"
        ),
    ),
    "month-gap": (HINT, "{before} 与本月之间缺 {count} 个月的月报。"),
    "month-backfill": (HINT, "本月早于已入库的 {latest}，属于补录。"),
    "month-revision": (
        EXPLAIN,
        (
            "{month} 已由 {who} 于 {when} 入库。本次改动 {changed} 个数值、新增 {added} 个、删除 "
            "{removed} 个，请填写更正原因。"
        ),
    ),
    "upload-identical": (HINT, "内容与已入库的 {month} 完全一致，无需再次入库。"),
}


@dataclass(frozen=True)
class Problem:
    code: str
    severity: str
    sheet: str
    cell: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "cell": self.cell,
            "message": self.message,
        }


def problem(code: str, sheet: str = "", cell: str = "", **facts) -> Problem:
    """The problem `code` at sheet!cell.

    `found` is quoted text from the file, cut to 40 characters.
    """
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
