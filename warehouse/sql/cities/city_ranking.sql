-- One row per city that reported the indicator in the month, best first by $scale (value or per_10k), ties in official
-- order. On every row: how far the highest is from the lowest (a rate in points, else how many times it is) and what
-- part of the cities' sum the first three ranks hold.
WITH spread AS (
    SELECT
        CASE WHEN any_value(kind) = 'rate' THEN max(amount) - min(amount) ELSE max(amount) / nullif(min(amount), 0)
        END::DOUBLE AS spread
    FROM (SELECT kind, CASE $scale WHEN 'per_10k' THEN per_10k ELSE value END AS amount
        FROM city_figure WHERE month = $month AND indicator_code = $indicator)
)
SELECT
    f.member_code AS city_code, f.member_name AS city_name, f.region, f.member_position AS position, l.ranked,
    f.value::DOUBLE AS value, f.unit, f.decimals,
    f.per_10k, f.population_10k, f.source, f.capped, l.rank, l.tied, l.best_rank, l.worst_rank, l.last_rank,
    l.rank_change, l.change_open, s.spread,
    CASE WHEN f.additive THEN 100.0 * sum(f.value) FILTER (l.rank <= 3) OVER () / sum(f.value) OVER () END::DOUBLE
        AS first_three_pct
FROM city_figure f
JOIN city_move l ON l.month = f.month AND l.indicator_code = f.indicator_code AND l.member_code = f.member_code
    AND l.scale = $scale
CROSS JOIN spread s
WHERE f.month = $month AND f.indicator_code = $indicator
ORDER BY l.rank, f.member_position
