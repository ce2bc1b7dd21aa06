-- One row per platform indicator printed in the month, in report order: 累计 and 当月, the changes of 累计, where they
-- stand, and what was revised.
-- each: month
SELECT
    c.month, p.name AS platform_name, i.name AS indicator_name, i.unit, i.kind, i.monthly_name, i.definition,
    max(c.value) FILTER (c.measure = 'cumulative')::DOUBLE AS cumulative,
    max(c.decimals) FILTER (c.measure = 'cumulative') AS cumulative_decimals,
    max(c.value) FILTER (c.measure = 'monthly')::DOUBLE AS monthly,
    max(c.decimals) FILTER (c.measure = 'monthly') AS monthly_decimals,
    max(c.mom) FILTER (c.measure = 'cumulative') AS mom,
    max(c.mom_origin) FILTER (c.measure = 'cumulative') AS mom_origin,
    max(c.yoy) FILTER (c.measure = 'cumulative') AS yoy,
    max(c.yoy_origin) FILTER (c.measure = 'cumulative') AS yoy_origin, any_value(c.change_unit) AS change_unit,
    coalesce(bool_or(r.mark IS NOT NULL) FILTER (c.measure = 'cumulative'), false) AS cumulative_revised,
    coalesce(bool_or(r.mark IS NOT NULL) FILTER (c.measure = 'monthly'), false) AS monthly_revised,
    string_agg(c.measure_name || '：' || r.mark, '；' ORDER BY c.measure) AS revision,
    max(c.bound) FILTER (c.measure = 'cumulative') AS cumulative_bound,
    max(c.bound) FILTER (c.measure = 'monthly') AS monthly_bound,
    cell_source(any_value(c.file_name), any_value(c.source_sheet),
        string_agg(c.source_cell, '、' ORDER BY c.measure)) AS source
FROM change c
JOIN indicator i ON i.code = c.indicator_code
JOIN platform p ON p.code = i.platform_code
LEFT JOIN revision r ON r.month = c.month AND r.indicator_code = c.indicator_code AND r.member_code = c.member_code
    AND r.measure = c.measure
WHERE i.table_name = 'platform' AND c.origin <> 'derived'
GROUP BY c.month, p.position, p.name, i.position, i.name, i.unit, i.kind, i.monthly_name, i.definition
ORDER BY p.position, i.position
