-- One row per city with a figure in the month and in the one before, most progress first, ties in official order,
-- cities that stay at the cap last.
-- each: month, indicator
SELECT
    p.month, p.indicator_code AS indicator, p.member_code AS city_code, c.name AS city_name, c.region,
    p.value::DOUBLE AS value, p.decimals, p.last_value::DOUBLE AS last_value, p.last_decimals, p.unit,
    p.change::DOUBLE AS change, p.change_unit, p.capped, p.stuck, p.rank, p.tied, p.ranked, p.best_rank, p.worst_rank,
    p.source, p.last_source
FROM city_progress p
JOIN city c ON c.code = p.member_code
ORDER BY p.rank NULLS LAST, c.position
