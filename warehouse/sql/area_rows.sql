-- One row per area of `level` inside `within` and indicator, for one month, blanks included: as it leaves the dashboard.
SELECT
    strftime(r.month, '%Y-%m') AS 数据月份, coalesce(city.name, '') AS 地市, coalesce(county.name, '') AS 县区, CASE a.level WHEN 'town' THEN a.name ELSE '' END AS 镇街,
    a.code AS 区划代码, p.name AS 平台, i.name AS 指标, r.value AS 数值, i.unit AS 单位, r.token AS 印出, r.source AS 出处
FROM (FROM area_reported WHERE month = $month) r
JOIN area a ON a.code = r.area_code
JOIN indicator i ON i.code = r.indicator_code
LEFT JOIN platform p ON p.code = i.platform_code
LEFT JOIN area city ON city.level = 'city' AND list_contains(a.inside, city.code)
LEFT JOIN area county ON county.level = 'county' AND (county.code = a.code OR list_contains(a.inside, county.code))
WHERE a.level = $level AND list_contains(a.inside, $within) AND (len($indicators) = 0 OR list_contains($indicators, r.indicator_code))
ORDER BY a.position, i.position
