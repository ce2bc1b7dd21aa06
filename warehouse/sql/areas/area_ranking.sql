-- One row per area of `level` inside `within` with a value of one indicator: by rank (per 10,000 residents if $scale
-- says so), ties in official order.
SELECT
    area_code, area_name, parent_code, parent_name, value, per_10k, token, decimals, unit, kind, mom,
    yoy, change_unit, source,
    count(*) OVER () AS ranked, CASE $scale WHEN 'per_10k' THEN per_10k_tied ELSE tied END AS tied,
    CASE $scale WHEN 'per_10k' THEN per_10k_rank ELSE rank END AS rank,
    CASE $scale WHEN 'per_10k' THEN per_10k_rank_change ELSE rank_change END AS rank_change
FROM area_standing($month::DATE, $level, $within)
WHERE indicator_code = $indicator AND ($scale <> 'per_10k' OR per_10k IS NOT NULL)
ORDER BY CASE $scale WHEN 'per_10k' THEN per_10k_rank ELSE rank END, area_position
