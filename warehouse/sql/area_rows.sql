-- One row per area of `level` inside `within` and indicator, for one month, blanks included: as it leaves the dashboard.
WITH place AS (  -- inside: the province, the city, and for most towns the county
    SELECT
        a.*, city.name AS city_name, CASE WHEN a.level = 'county' THEN a.name ELSE coalesce(county.name, '') END AS county_name,
        CASE WHEN a.level = 'town' THEN a.name ELSE '' END AS town_name
    FROM area a
    JOIN area city ON city.code = a.inside[2]
    LEFT JOIN area county ON county.code = a.inside[3]
    WHERE a.level = $level AND list_contains(a.inside, $within)
)
SELECT
    strftime(r.month, '%Y-%m') AS 数据月份, a.city_name AS 地市, a.county_name AS 县区, a.town_name AS 镇街, a.code AS 区划代码, p.name AS 平台, i.name AS 指标,
    r.value::DOUBLE AS 数值, i.unit AS 单位, r.token AS 原文, r.source AS 出处, i.code AS 指标代码
FROM (FROM area_reported WHERE month = $month::DATE) r
JOIN place a ON a.code = r.area_code
JOIN indicator i ON i.code = r.indicator_code
JOIN platform p ON p.code = i.platform_code
WHERE len($indicators::VARCHAR[]) = 0 OR list_contains($indicators::VARCHAR[], r.indicator_code)
ORDER BY a.position, i.position
LIMIT $limit OFFSET $offset
