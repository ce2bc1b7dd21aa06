-- At most one row, for an indicator that adds up: the area's own figure (NULL where it has none), the sum of those
-- inside it, and what is left over.
WITH own AS (
    SELECT value, decimals, source FROM area_figure
    WHERE month = $month AND indicator_code = $indicator AND area_code = $within
), parts AS (
    SELECT sum(f.value)::DECIMAL(18, 4) AS value, count(*) AS reported, max(f.decimals) AS decimals
    FROM area_figure f
    JOIN area a ON a.code = f.area_code
    WHERE f.month = $month AND f.indicator_code = $indicator AND a.level = $level AND list_contains(a.inside, $within)
)
SELECT
    i.unit, greatest(p.decimals, o.decimals) AS decimals, o.value AS own, o.source AS own_source, p.value AS sum,
    p.reported,
    (SELECT count(*) FROM area a WHERE a.level = $level AND list_contains(a.inside, $within)) AS areas,
    (o.value - p.value)::DECIMAL(18, 4) AS remainder, 100.0 * (o.value - p.value) / nullif(o.value, 0) AS remainder_pct
FROM parts p
JOIN indicator i ON i.code = $indicator AND i.additive
LEFT JOIN own o ON true
WHERE p.reported > 0
