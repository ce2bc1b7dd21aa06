-- One row per city that reported the indicator in the month, best first by $scale (value or per_10k), ties in official
-- order. On every row: how far the highest is from the lowest (a rate in points, else how many times it is) and what
-- part of the cities' sum the first three ranks hold.
-- each: month, indicator
WITH spread AS (
    SELECT
        month, indicator_code,
        CASE WHEN any_value(kind) = 'rate' THEN max(amount) - min(amount) ELSE max(amount) / nullif(min(amount), 0)
        END::DOUBLE AS spread
    FROM (SELECT month, indicator_code, kind, CASE $scale WHEN 'per_10k' THEN per_10k ELSE value END AS amount
        FROM city_figure)
    GROUP BY month, indicator_code
)
SELECT
    f.month, f.indicator_code AS indicator, f.member_code AS city_code, f.member_name AS city_name, f.region,
    f.member_position AS position, l.ranked,
    f.value::DOUBLE AS value, f.unit, f.decimals,
    f.per_10k, f.population_10k, f.source, f.capped, l.rank, l.tied, l.best_rank, l.worst_rank,
    l.rank_change, l.change_open, s.spread,
    CASE WHEN f.additive THEN 100.0 * sum(f.value) FILTER (l.rank <= 3) OVER cities / sum(f.value) OVER cities
        END::DOUBLE AS first_three_pct
FROM city_figure f
JOIN city_move l ON l.month = f.month AND l.indicator_code = f.indicator_code AND l.member_code = f.member_code
    AND l.scale = $scale
JOIN spread s ON s.month = f.month AND s.indicator_code = f.indicator_code
WINDOW cities AS (PARTITION BY f.month, f.indicator_code)
ORDER BY l.rank, f.member_position
