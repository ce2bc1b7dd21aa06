-- One row per indicator with a value for one area: 环比, 同比, value per 10,000 residents, and its rank among the areas of its level under the same parent.
SELECT s.indicator_code, i.name AS indicator_name, p.name AS platform_name, s.value, s.per_10k, s.token, s.decimals, s.unit, s.kind, s.mom, s.yoy,
    s.change_unit, s.rank, s.tied, s.ranked, s.rank_change, s.source
FROM area_standing($month::DATE, (SELECT level FROM area WHERE code = $area), (SELECT parent_code FROM area WHERE code = $area)) s
JOIN indicator i ON i.code = s.indicator_code
LEFT JOIN platform p ON p.code = i.platform_code
WHERE s.area_code = $area
ORDER BY i.position
