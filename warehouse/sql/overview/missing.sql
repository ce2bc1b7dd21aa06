-- One row per table and platform of one month with cells that hold no value: how many are not printed (absent) and how
-- many printed empty (blank).
-- each: month
WITH cell AS (
    SELECT c.*, i.position, i.name || CASE c.measure
        WHEN 'monthly' THEN '（' || i.monthly_name || '）' WHEN 'cumulative' THEN '（累计）' END AS label
    FROM coverage c
    JOIN indicator i ON i.code = c.indicator_code
)
SELECT
    c.month, c.table_name, coalesce(p.name, '') AS platform_name,
    count(DISTINCT c.indicator_code) FILTER (c.state = 'absent') AS absent_indicators,
    count(*) FILTER (c.state = 'absent') AS absent, count(*) FILTER (c.state = 'blank') AS blank,
    count(*) FILTER (c.state <> 'unprinted') AS expected,
    string_agg(DISTINCT c.label, '、' ORDER BY c.label) FILTER (c.state = 'blank') AS blank_labels
FROM cell c
LEFT JOIN platform p ON p.code = c.platform_code
GROUP BY c.month, c.table_name, p.name, p.position
HAVING count(*) FILTER (c.state IN ('blank', 'absent')) > 0
ORDER BY min(c.position)
