-- One row per county whose towns in the same workbook add up to more than it says, beyond half a unit of every last
-- decimal printed.
WITH part AS (
    SELECT parent_code, indicator_code, sum(value) AS value, sum(half_unit(decimals)) AS slack
    FROM staged
    WHERE value IS NOT NULL
    GROUP BY parent_code, indicator_code
)
SELECT w.source_sheet, w.source_cell, w.indicator_code, w.member_code, w.token, p.value AS parts
FROM staged w
JOIN part p ON p.parent_code = w.member_code AND p.indicator_code = w.indicator_code
WHERE w.additive AND p.value > w.value + p.slack + half_unit(w.decimals)
