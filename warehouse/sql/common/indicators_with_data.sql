-- One row per indicator that has any figure, in catalogue order, with the measures it has.
SELECT
    indicator_code, platform_name, indicator_name, table_name, unit, list(DISTINCT measure) AS measures,
    min(month) AS first_month, max(month) AS last_month
FROM figure
GROUP BY indicator_code, platform_name, indicator_name, table_name, unit, indicator_position
ORDER BY indicator_position
