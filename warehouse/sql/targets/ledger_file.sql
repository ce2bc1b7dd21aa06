-- One row per clause of the chosen plan years and departments (none chosen: all) as it stands in the data month, the
-- newest plan first: as it leaves the dashboard. 性质 says that the figures are made up where they are.
SELECT
    strftime(data_month, '%Y-%m') AS 数据月份, plan_year AS 计划年度, number AS 条目, title AS 内容,
    status_name(status) AS 状态,
    CASE WHEN measured THEN '指标' WHEN state IS NOT NULL THEN '填报' ELSE '' END AS 状态依据,
    CASE WHEN overdue THEN '缺报' ELSE '' END AS 缺报, array_to_string(leads, '、') AS 牵头部门, systems AS 系统,
    targets AS 数字目标, coalesce(strftime(as_of, '%Y-%m-%d'), '') AS 填报截至, coalesce(state_name(state), '') AS 情况,
    words AS 进展, evidence AS 佐证, author AS 填报人, coalesce(strftime(written_on, '%Y-%m-%d'), '') AS 填报日期,
    late_days AS 迟报天数, reviewed_by AS 复核人, text_name(known) AS 要点文本,
    CASE WHEN (SELECT bool_or(simulated) FROM load) THEN simulated_name() ELSE '要点与填报' END AS 性质,
    code AS 条目代码
FROM ledger_row
WHERE data_month = $month AND (len($plans::INTEGER[]) = 0 OR list_contains($plans::INTEGER[], plan_year))
    AND (len($leads::VARCHAR[]) = 0 OR list_has_any($leads::VARCHAR[], leads))
ORDER BY plan_year DESC, position
LIMIT $limit OFFSET $offset
