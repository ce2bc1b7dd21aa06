-- One row per figure that fits the filters; an empty filter fits all. The columns are those of the download.
SELECT
    strftime(month, '%Y-%m') AS 月份, coalesce(platform_name, '信息化项目') AS 平台, indicator_name AS 指标, member_name AS 地区或阶段, measure_name AS 口径,
    value::DOUBLE AS 数值, unit AS 单位, CASE bound WHEN 'above' THEN '下限' WHEN 'below' THEN '上限' ELSE '' END AS 界限, token AS 原文,
    origin_name AS 性质, source AS 出处, coalesce(source_url, '') AS 网址, coalesce(note, '') AS 备注, coalesce(r.mark, '') AS 修订
FROM figure f
LEFT JOIN (SELECT month, indicator_code, member_code, measure, mark FROM revision) r USING (month, indicator_code, member_code, measure)
WHERE (len($months::VARCHAR[]) = 0 OR list_contains($months::VARCHAR[], strftime(month, '%Y-%m')))
    AND (len($platforms::VARCHAR[]) = 0 OR list_contains($platforms::VARCHAR[], platform_code))
    AND (len($indicators::VARCHAR[]) = 0 OR list_contains($indicators::VARCHAR[], indicator_code))
    AND (len($tables::VARCHAR[]) = 0 OR list_contains($tables::VARCHAR[], table_name))
    AND (len($members::VARCHAR[]) = 0 OR list_contains($members::VARCHAR[], member_code))
    AND (len($origins::VARCHAR[]) = 0 OR list_contains($origins::VARCHAR[], origin))
ORDER BY month DESC, indicator_position, member_position, measure
