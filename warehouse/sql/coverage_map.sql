-- One row per live report month and indicator it should print: cells expected, filled, blank and absent.
SELECT
    c.month, c.table_name, coalesce(p.name, '') AS platform_name, i.name AS indicator_name, i.position, c.expected, c.filled, c.blank, c.absent
FROM coverage_count c
JOIN indicator i ON i.code = c.indicator_code
LEFT JOIN platform p ON p.code = c.platform_code
ORDER BY i.position, c.month
