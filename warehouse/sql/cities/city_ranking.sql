-- One row per city that reported the indicator in the month, best first by $scale (value or per_10k), ties in official
-- order.
SELECT
    f.member_code AS city_code, f.member_name AS city_name, f.region, f.member_position AS position, l.ranked,
    f.value::DOUBLE AS value, f.unit, f.decimals,
    f.per_10k, f.population_10k, f.source, f.capped, l.rank, l.tied, l.best_rank, l.worst_rank, l.last_rank,
    l.rank_change, l.change_open
FROM city_figure f
JOIN city_move l ON l.month = f.month AND l.indicator_code = f.indicator_code AND l.member_code = f.member_code
    AND l.scale = $scale
WHERE f.month = $month AND f.indicator_code = $indicator
ORDER BY l.rank, f.member_position
