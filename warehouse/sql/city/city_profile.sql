-- One row per city indicator, printed for the city in the month or not: value, ranks and their changes, and the levels
-- of its region and of all cities that it compares with (per 10,000 residents where cities add up, else the value
-- against the middle city).
SELECT
    i.code AS indicator_code, p.name AS platform_name, i.name AS indicator_name, i.unit, i.kind, i.additive,
    i.definition,
    c.code AS city_code, c.name AS city_name, c.region,
    f.value::DOUBLE AS value, coalesce(f.decimals, i.decimals) AS decimals, f.per_10k,
    f.capped, f.source,
    t.rank, t.tied, t.ranked, t.best_rank, t.worst_rank, t.last_rank, t.rank_change, t.change_open,
    k.rank AS per_10k_rank, k.tied AS per_10k_tied, k.rank_change AS per_10k_rank_change,
    s.position::DOUBLE AS position,
    CASE WHEN i.additive THEN f.per_10k ELSE f.value END::DOUBLE AS compared, a.level_kind, a.level AS all_level,
    a.cities AS all_cities, w.unreported AS all_unreported,
    r.level AS region_level, r.cities AS region_cities,
    changed(i.kind, coalesce(f.per_10k, f.value), a.level) AS all_gap,
    changed(i.kind, coalesce(f.per_10k, f.value), r.level) AS region_gap,
    change_unit(i.kind) AS gap_unit
FROM indicator i
JOIN platform p ON p.code = i.platform_code
JOIN city c ON c.code = $city
LEFT JOIN city_figure f ON f.indicator_code = i.code AND f.month = $month AND f.member_code = c.code
LEFT JOIN city_move t ON t.indicator_code = i.code AND t.month = $month AND t.member_code = c.code AND t.scale = 'value'
LEFT JOIN city_move k ON k.indicator_code = i.code AND k.month = $month AND k.member_code = c.code
    AND k.scale = 'per_10k'
LEFT JOIN city_position s ON s.indicator_code = i.code AND s.month = $month AND s.member_code = c.code
LEFT JOIN city_set w ON w.indicator_code = i.code AND w.month = $month
LEFT JOIN area_level a ON a.indicator_code = i.code AND a.month = $month AND a.area = '全省'
LEFT JOIN area_level r ON r.indicator_code = i.code AND r.month = $month AND r.area = c.region
WHERE i.table_name = 'city'
ORDER BY i.position
