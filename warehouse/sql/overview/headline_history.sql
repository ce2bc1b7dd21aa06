-- One row per headline indicator, measure and month with a figure, over the four years up to the month.
SELECT indicator_code, measure, month, value::DOUBLE AS value, unit, decimals, bound, origin, origin_name, source
FROM figure
JOIN (SELECT code FROM indicator WHERE headline IS NOT NULL) h ON h.code = indicator_code
WHERE member_code = province() AND month <= $month AND month > $month::DATE - INTERVAL 4 YEAR
ORDER BY indicator_code, measure, month
