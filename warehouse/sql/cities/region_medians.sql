-- One row per region for an indicator that does not add up, in official order, 全省 last: its middle city's value.
-- each: month, indicator
SELECT a.month, a.indicator_code AS indicator, a.area AS region, a.cities, a.level AS median, i.unit, i.decimals
FROM area_level a
JOIN indicator i ON i.code = a.indicator_code
LEFT JOIN (SELECT DISTINCT region, region_position FROM city_figure) r ON r.region = a.area
WHERE a.level_kind = 'median'
ORDER BY r.region_position NULLS LAST
