-- One row per two columns of the workbook whose figures lie far from their own past and near to each other's.
WITH p AS (
    SELECT * FROM pair WHERE level IN ('city', 'county', 'town') AND value > 0 AND then_value > 0
)
SELECT
    a.source_sheet, a.indicator_code, b.indicator_code AS other_code, min_by(a.source_cell, a.line) AS source_cell,
    min_by(b.source_cell, b.line) AS other_cell, sum(a.then_value + b.then_value) AS size,
    sum(abs(a.value - a.then_value) + abs(b.value - b.then_value)) AS from_own,
    sum(abs(a.value - b.then_value) + abs(b.value - a.then_value)) AS from_other
FROM p a
JOIN p b ON b.source_sheet = a.source_sheet AND b.member_code = a.member_code AND b.column_key > a.column_key
GROUP BY a.source_sheet, a.indicator_code, b.indicator_code
HAVING count(*) >= 3 AND from_own > 0.05 * size AND from_other < 0.25 * from_own
ORDER BY min(a.column_key), min(b.column_key)
