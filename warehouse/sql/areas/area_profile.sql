-- One row per indicator of the cities and of the areas below them for one area, NULL where it has no value: 环比, 同比,
-- and its rank among the areas of its level under the same parent.
SELECT i.code AS indicator_code, i.table_name, i.name AS indicator_name, p.name AS platform_name, i.unit, s.value,
    s.token, s.decimals, s.per_10k, s.mom, s.yoy,
    s.change_unit, s.rank, s.tied, s.ranked, s.rank_change, s.source
FROM indicator i
JOIN platform p ON p.code = i.platform_code
LEFT JOIN (
    FROM area_standing($month::DATE, (SELECT level FROM area WHERE code = $area),
        (SELECT parent_code FROM area WHERE code = $area)) WHERE area_code = $area AND value IS NOT NULL
) s ON s.indicator_code = i.code
WHERE i.table_name IN ('city', 'area')
ORDER BY i.position
