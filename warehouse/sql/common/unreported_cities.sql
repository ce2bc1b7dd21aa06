-- One row per city without a value of the indicator in the month, in official order; `source` is the blank cell, NULL
-- where there is none.
SELECT c.name AS city_name, c.region, any_value(cell_source(r.file_name, r.source_sheet, r.source_cell)) AS source
FROM city c
LEFT JOIN reported r ON r.month = $month AND r.indicator_code = $indicator AND r.member_code = c.code
WHERE NOT EXISTS (FROM figure f WHERE f.month = $month AND f.indicator_code = $indicator AND f.member_code = c.code)
GROUP BY c.name, c.region, c.position
ORDER BY c.position
