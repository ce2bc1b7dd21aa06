-- One row per cell that differs from the month as it is published: 新增, 删除 or 改动, with how many there are of its
-- kind.
SELECT
    coalesce(n.indicator_code, t.indicator_code) AS indicator_code,
        coalesce(n.member_code, t.member_code) AS member_code,
    coalesce(n.measure, t.measure) AS measure, n.value, n.token, n.source_sheet, n.source_cell, t.value AS then_value,
        t.token AS then_token,
    CASE WHEN t.token IS NULL THEN '新增' WHEN n.token IS NULL THEN '删除' ELSE '改动' END AS kind,
        count(*) OVER (PARTITION BY kind) AS of_kind
FROM staged n
FULL JOIN same t ON t.indicator_code = n.indicator_code AND t.member_code = n.member_code AND t.measure = n.measure
WHERE n.token IS DISTINCT FROM t.token OR n.value IS DISTINCT FROM t.value
ORDER BY indicator_code, member_code, measure
LIMIT 1000
