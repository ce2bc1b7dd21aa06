-- One row per workbook or public page that the figures which fit the filters come from, with how many of them.
SELECT
    file_name || CASE WHEN source_url = '' THEN '' ELSE '　' || source_url END || '　' || count(*)
        || ' 个数值' AS source_text
FROM chosen_rows(
    $months::VARCHAR[], $tables::VARCHAR[], $platforms::VARCHAR[], $indicators::VARCHAR[], $members::VARCHAR[],
    $regions::VARCHAR[],
    $measures::VARCHAR[], $origins::VARCHAR[]
)
GROUP BY file_name, source_url
ORDER BY max(month) DESC, source_text
