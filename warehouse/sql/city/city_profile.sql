-- One row per city indicator, printed for the city in the month or not: value, ranks and their changes, and the levels
-- of its region and of all cities that it compares with (per 10,000 residents where cities add up, else the value
-- against the middle city).
-- each: month, city
SELECT
    m.month, c.code AS city, i.code AS indicator_code, p.name AS platform_name, i.name AS indicator_name, i.unit,
    i.kind, i.additive, i.definition,
    c.code AS city_code, c.name AS city_name, c.region,
    f.value::DOUBLE AS value, coalesce(f.decimals, i.decimals) AS decimals, f.per_10k,
    f.capped, f.source,
    t.rank, t.tied, t.ranked, t.best_rank, t.worst_rank, t.rank_change, t.change_open,
    k.rank AS per_10k_rank, k.tied AS per_10k_tied,
    s.position::DOUBLE AS position,
    CASE WHEN i.additive THEN f.per_10k ELSE f.value END::DOUBLE AS compared, a.level_kind, a.level AS all_level,
    a.cities AS all_cities, w.unreported AS all_unreported,
    coalesce(w.unreported_codes, []) AS unreported_codes,
    r.level AS region_level, r.cities AS region_cities,
    changed(i.kind, coalesce(f.per_10k, f.value), a.level) AS all_gap,
    changed(i.kind, coalesce(f.per_10k, f.value), r.level) AS region_gap,
    change_unit(i.kind) AS gap_unit
FROM indicator i
JOIN platform p ON p.code = i.platform_code
CROSS JOIN report_month m
CROSS JOIN city c
LEFT JOIN city_figure f ON f.indicator_code = i.code AND f.month = m.month AND f.member_code = c.code
LEFT JOIN city_move t ON t.indicator_code = i.code AND t.month = m.month AND t.member_code = c.code
    AND t.scale = 'value'
LEFT JOIN city_move k ON k.indicator_code = i.code AND k.month = m.month AND k.member_code = c.code
    AND k.scale = 'per_10k'
LEFT JOIN city_position s ON s.indicator_code = i.code AND s.month = m.month AND s.member_code = c.code
LEFT JOIN city_set w ON w.indicator_code = i.code AND w.month = m.month
LEFT JOIN area_level a ON a.indicator_code = i.code AND a.month = m.month AND a.area = '全省'
LEFT JOIN area_level r ON r.indicator_code = i.code AND r.month = m.month AND r.area = c.region
WHERE i.table_name = 'city'
ORDER BY i.position
