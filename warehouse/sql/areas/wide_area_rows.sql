-- One row per area of `level` inside `within`, for one month; the columns between 区划代码 and 性质
-- are the indicators, written here by warehouse/extract.py.
SELECT month_text AS 数据月份, city_name AS 地市, county_name AS 县区, town_name AS 镇街, area_code AS 区划代码,
    /*columns*/,
    any_value(origin_name) AS 性质,
    marks_of(figure_label(platform_name, indicator_name, ''), [revision], indicator_position) AS 标记
FROM area_rows($month::DATE, $level, $within, $indicators::VARCHAR[])
GROUP BY month_text, city_name, county_name, town_name, area_code, area_position
ORDER BY area_position
LIMIT $limit OFFSET $offset
