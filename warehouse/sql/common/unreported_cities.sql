-- One row per city without a value of the indicator in the month, in official order; `source` is the blank cell, NULL
-- where there is none.
-- each: month, indicator
SELECT m.month, i.code AS indicator, c.name AS city_name, c.region,
    any_value(cell_source(r.file_name, r.source_sheet, r.source_cell)) AS source
FROM report_month m
JOIN indicator i ON i.table_name = 'city'
CROSS JOIN city c
ANTI JOIN figure f ON f.month = m.month AND f.indicator_code = i.code AND f.member_code = c.code
LEFT JOIN reported r ON r.month = m.month AND r.indicator_code = i.code AND r.member_code = c.code
GROUP BY m.month, i.code, c.name, c.region, c.position
ORDER BY c.position
