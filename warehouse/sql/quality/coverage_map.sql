-- One row per live report month and line of the map (a platform or table, or one indicator, as $by says): cells
-- expected, filled, blank and absent.
WITH named AS (
    SELECT
        c.*, i.position, CASE c.table_name WHEN 'project' THEN sheet_name('project') WHEN 'city' THEN '地市'
            ELSE p.name END AS line,
        CASE c.table_name WHEN 'project' THEN '项目 ' WHEN 'city' THEN '地市 ' || p.name || ' ' ELSE p.name || ' ' END
            || i.name AS detail
    FROM coverage_count c
    JOIN indicator i ON i.code = c.indicator_code
    LEFT JOIN platform p ON p.code = c.platform_code
)
SELECT
    month, CASE $by WHEN 'indicator' THEN detail ELSE line END AS label, min(position) AS position,
    sum(expected)::INTEGER AS expected,
    sum(filled)::INTEGER AS filled, sum(blank)::INTEGER AS blank,
    sum(unprinted)::INTEGER AS unprinted, sum(absent)::INTEGER AS absent
FROM named
GROUP BY month, label
ORDER BY position, month
