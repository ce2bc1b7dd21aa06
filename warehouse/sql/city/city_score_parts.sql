-- One row per indicator of $indicators, in report order: its weight, the city's position and what it adds to the score;
-- NULL where it has no figure.
-- each: month, city
WITH weighted AS (
    SELECT unnest($indicators::VARCHAR[]) AS indicator_code, unnest($weights::DECIMAL(9, 2)[]) AS weight
)
SELECT
    m.month, c.code AS city, w.indicator_code, w.weight::DOUBLE AS weight, p.position::DOUBLE AS position,
    p.scale, f.source,
    (w.weight * p.position / nullif(sum(w.weight) FILTER (p.position IS NOT NULL) OVER own, 0))::DOUBLE AS points
FROM weighted w
JOIN indicator i ON i.code = w.indicator_code
CROSS JOIN report_month m
CROSS JOIN city c
LEFT JOIN city_position p ON p.indicator_code = w.indicator_code AND p.month = m.month AND p.member_code = c.code
LEFT JOIN city_figure f ON f.indicator_code = w.indicator_code AND f.month = m.month AND f.member_code = c.code
WINDOW own AS (PARTITION BY m.month, c.code)
ORDER BY i.position
