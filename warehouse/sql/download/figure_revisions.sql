-- One row per revised figure among those that fit the filters, at most 1000: which, what it was and what it is now.
SELECT
    month_text || ' ' || platform_name || ' ' || indicator_name || ' ' || member_name || ' ' || measure_name || '：'
        || revision || '（' || source || '）' AS revision_text
FROM chosen_rows(
    $months::VARCHAR[], $tables::VARCHAR[], $platforms::VARCHAR[], $indicators::VARCHAR[], $members::VARCHAR[],
    $regions::VARCHAR[],
    $measures::VARCHAR[], $origins::VARCHAR[]
)
WHERE revision <> ''
LIMIT 1000
