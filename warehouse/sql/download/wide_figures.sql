-- One row per month and area or stage, first the province, then the cities, then the stages;
-- the columns between 地区代码 and 性质 are those of figure_columns, written here by warehouse/extract.py. 标记 names
-- the figures of the row that are bounds or revised, and whose origin they are where the row has more than one.
SELECT
    month_text AS 月份, member_name AS 地区或阶段,
    CASE member_block WHEN 2 THEN '' ELSE member_code END AS 地区代码,
    /*columns*/,
    string_agg(DISTINCT origin_name, '、' ORDER BY origin_name) AS 性质,
    CASE WHEN count(DISTINCT origin_name) > 1
        THEN marks_of(figure_label(platform_name, indicator_name, measure_name),
            [bound_name, CASE origin WHEN 'report' THEN '' ELSE origin_name END, revision], indicator_position)
        ELSE marks_of(figure_label(platform_name, indicator_name, measure_name), [bound_name, revision],
            indicator_position) END AS 标记
FROM chosen_rows(
    $months::VARCHAR[], $tables::VARCHAR[], $platforms::VARCHAR[], $indicators::VARCHAR[], $members::VARCHAR[],
    $regions::VARCHAR[],
    $measures::VARCHAR[], $origins::VARCHAR[]
)
GROUP BY month, month_text, member_name, member_code, member_block, member_position
ORDER BY month DESC, member_block, member_position, member_code
LIMIT $limit OFFSET $offset
