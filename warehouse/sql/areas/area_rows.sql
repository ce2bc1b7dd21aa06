-- One row per area of `level` inside `within` and indicator, for one month, blanks included: as it leaves the
-- dashboard.
SELECT
    month_text AS 数据月份, city_name AS 地市, county_name AS 县区, town_name AS 镇街, area_code AS 区划代码,
    platform_name AS 平台, indicator_name AS 指标,
    value::DOUBLE AS 数值, unit AS 单位, token AS 原文, origin_name AS 性质, revision AS 修订,
    source AS 出处,
    indicator_code AS 指标代码
FROM area_rows($month::DATE, $level, $within, $indicators::VARCHAR[])
ORDER BY area_position, indicator_position
LIMIT $limit OFFSET $offset
