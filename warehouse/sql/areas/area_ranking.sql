-- One row per area of `level` inside `within`, by rank of one indicator (per 10,000 residents if $scale says so), ties
-- in official order; last those without a rank: `source` is the blank cell where one is printed. In each row the same:
-- the sum of those with a value, NULL where the indicator does not add up, and what `within` itself states.
WITH own AS (
    SELECT value, decimals, source FROM area_figure
    WHERE month = $month::DATE AND indicator_code = $indicator AND area_code = $within
), standing AS (
    SELECT
        *, CASE $scale WHEN 'per_10k' THEN per_10k_rank ELSE rank END AS place,
        max(decimals) OVER () AS sum_decimals,
        CASE WHEN additive THEN sum(value) OVER ()::DECIMAL(18, 4) END AS sum
    FROM area_standing($month::DATE, $level, $within, $indicator)
)
SELECT
    s.area_code, s.area_name, s.parent_code, s.parent_name, s.value, s.per_10k, s.token, s.decimals, s.unit, s.kind,
    s.mom, s.yoy, s.change_unit, s.source, s.place AS rank,
    CASE $scale WHEN 'per_10k' THEN s.per_10k_tied ELSE s.tied END AS tied,
    CASE $scale WHEN 'per_10k' THEN s.per_10k_rank_change ELSE s.rank_change END AS rank_change,
    s.ranked AS reported, s.sum, greatest(s.sum_decimals, o.decimals) AS sum_decimals, o.value AS own,
    o.source AS own_source,
    (o.value - s.sum)::DECIMAL(18, 4) AS remainder, 100.0 * (o.value - s.sum) / nullif(o.value, 0) AS remainder_pct
FROM standing s
LEFT JOIN own o ON true
ORDER BY s.place NULLS LAST, s.area_position
