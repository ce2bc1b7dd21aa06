-- One row per indicator of $indicators, in report order: its weight, the city's position and what it adds to the score;
-- NULL where it has no figure.
WITH weighted AS (
    SELECT unnest($indicators::VARCHAR[]) AS indicator_code, unnest($weights::DECIMAL(9, 2)[]) AS weight
)
SELECT
    w.indicator_code, w.weight::DOUBLE AS weight, p.position::DOUBLE AS position, p.scale, f.source,
    (w.weight * p.position / nullif(sum(w.weight) FILTER (p.position IS NOT NULL) OVER (), 0))::DOUBLE AS points
FROM weighted w
JOIN indicator i ON i.code = w.indicator_code
LEFT JOIN city_position p ON p.indicator_code = w.indicator_code AND p.month = $month AND p.member_code = $city
LEFT JOIN city_figure f ON f.indicator_code = w.indicator_code AND f.month = $month AND f.member_code = $city
ORDER BY i.position
