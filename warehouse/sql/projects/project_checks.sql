-- One row per project measure of one month: the stated total and the sum of the six stages.
-- each: month
SELECT month, indicator_name, measure, unit, stated, stage_sum, stated - stage_sum AS difference, decimals, source
FROM project_total_check
WHERE stated IS NOT NULL
ORDER BY indicator_code DESC, measure
