-- One row per platform indicator printed in the month, in report order: 累计 and 当月, the changes of 累计, and where they stand.
SELECT
    p.name AS platform_name, i.name AS indicator_name, i.unit, i.kind, i.definition,
    max(c.value) FILTER (c.measure = 'cumulative')::DOUBLE AS cumulative, max(c.decimals) FILTER (c.measure = 'cumulative') AS cumulative_decimals,
    max(c.value) FILTER (c.measure = 'monthly')::DOUBLE AS monthly, max(c.decimals) FILTER (c.measure = 'monthly') AS monthly_decimals,
    max(c.mom) FILTER (c.measure = 'cumulative') AS mom, max(c.mom_origin) FILTER (c.measure = 'cumulative') AS mom_origin,
    max(c.yoy) FILTER (c.measure = 'cumulative') AS yoy, any_value(c.change_unit) AS change_unit,
    any_value(c.file_name) || '｜' || any_value(c.source_sheet) || '!' || string_agg(c.source_cell, '、' ORDER BY c.measure) AS source
FROM change c
JOIN indicator i ON i.code = c.indicator_code
JOIN platform p ON p.code = i.platform_code
WHERE c.month = $month AND i.table_name = 'platform' AND c.origin <> 'derived'
GROUP BY p.position, p.name, i.position, i.name, i.unit, i.kind, i.definition
ORDER BY p.position, i.position
