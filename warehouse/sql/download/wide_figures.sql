-- One row per month and area or stage; the columns after the first three are those of figure_columns, written here by
-- warehouse/extract.py.
SELECT month_text AS 月份, member_name AS 地区或阶段, member_code AS 地区代码, /*columns*/
FROM chosen_rows(
    $months::VARCHAR[], $tables::VARCHAR[], $platforms::VARCHAR[], $indicators::VARCHAR[], $members::VARCHAR[],
    $regions::VARCHAR[],
    $measures::VARCHAR[], $origins::VARCHAR[]
)
GROUP BY month, month_text, member_name, member_code, member_position
ORDER BY month DESC, member_position, member_code
LIMIT $limit OFFSET $offset
