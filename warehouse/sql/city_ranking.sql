-- One row per city that reported the indicator in the month, best first by $scale (value or per_10k), ties in official order.
SELECT
    member_code AS city_code, member_name AS city_name, region, member_position AS position, ranked, value::DOUBLE AS value, unit, decimals, per_10k,
    population_10k, source,
    (SELECT mark FROM revision r WHERE (r.month, r.indicator_code, r.member_code) = (c.month, c.indicator_code, c.member_code)) AS revision,
    CASE WHEN $scale = 'per_10k' THEN per_10k_rank ELSE rank END AS rank, CASE WHEN $scale = 'per_10k' THEN per_10k_tied ELSE tied END AS tied
FROM city_rank c
WHERE month = $month AND indicator_code = $indicator
ORDER BY CASE WHEN $scale = 'per_10k' THEN per_10k_rank ELSE rank END, member_position
