-- One row per city indicator of the month, in report order: both sides, their levels and the spread of the cities, and
-- the same a month before.
-- each: month
SELECT
    b.* EXCLUDE (core_total, rest_total), b.core_total::DOUBLE AS core_total, b.rest_total::DOUBLE AS rest_total,
    i.name AS indicator_name,
    p.name AS platform_name, i.kind, b.rest_share - l.rest_share AS share_change, b.gap - l.gap AS gap_change,
    b.variation - l.variation AS variation_change
FROM balance b
JOIN indicator i ON i.code = b.indicator_code
JOIN platform p ON p.code = i.platform_code
LEFT JOIN balance l ON l.indicator_code = b.indicator_code AND l.month = month_before(b.month) AND l.cities = b.cities
ORDER BY i.position
