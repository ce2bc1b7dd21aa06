-- One row per cell that differs from the month as it is published: 新增, 删除 or 改动, with how many there are of its
-- kind.
WITH cell AS (
    SELECT
        coalesce(n.indicator_code, t.indicator_code) AS indicator_code,
        coalesce(n.member_code, t.member_code) AS member_code, coalesce(n.measure, t.measure) AS measure,
        n.value, n.token, n.source_sheet, n.source_cell, t.value AS then_value, t.token AS then_token,
        cell_change(t.token, t.value, n.token, n.value) AS kind
    FROM staged n
    FULL JOIN same t ON t.indicator_code = n.indicator_code AND t.member_code = n.member_code AND t.measure = n.measure
)
SELECT *, count(*) OVER (PARTITION BY kind) AS of_kind
FROM cell
WHERE kind IS NOT NULL
ORDER BY indicator_code, member_code, measure
LIMIT 1000
