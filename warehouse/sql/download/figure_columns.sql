-- One row per indicator and measure among the figures that fit the filters, in report order: a column of the wide form,
-- and how many figures it has.
SELECT
    indicator_code, measure, platform_name, indicator_name, measure_name, unit, count(*) AS figures,
    platform_name || ' ' || indicator_name || ' ' || measure_name || '（' || unit || '）'
        || CASE WHEN count(*) OVER (PARTITION BY platform_name, indicator_name, measure_name, unit) > 1 THEN ' '
            || indicator_code ELSE '' END AS label
FROM chosen_rows(
    $months::VARCHAR[], $tables::VARCHAR[], $platforms::VARCHAR[], $indicators::VARCHAR[], $members::VARCHAR[],
    $regions::VARCHAR[],
    $measures::VARCHAR[], $origins::VARCHAR[]
)
GROUP BY indicator_code, measure, platform_name, indicator_name, measure_name, unit, indicator_position
ORDER BY indicator_position, measure
