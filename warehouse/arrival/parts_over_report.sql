-- One row per city whose counties, or towns right below it, add up to more than the month's report says; with the
-- largest of them, where to look.
WITH part AS (
    SELECT parent_code, indicator_code, sum(value) AS value, sum(half_unit(decimals)) AS slack,
        arg_max(source_sheet, value) AS source_sheet,
        arg_max(source_cell, value) AS source_cell
    FROM staged
    WHERE value IS NOT NULL AND additive
    GROUP BY parent_code, indicator_code
)
SELECT p.*, o.token, o.source_sheet AS other_sheet, o.source_cell AS other_cell
FROM observation o
JOIN live_load l ON l.load_id = o.load_id AND l.dataset = 'report' AND l.month = $month::DATE
JOIN part p ON p.parent_code = o.member_code AND p.indicator_code = o.indicator_code
WHERE p.value > o.value + p.slack + half_unit(o.decimals)
