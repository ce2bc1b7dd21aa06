-- One row per month with this indicator's cities up to the month, gaps between them included: shares, gap, variation;
-- NULL where a month is missing.
WITH known AS (
    SELECT * FROM balance WHERE indicator_code = $indicator AND month <= $month
), spine AS (
    SELECT month_spine(min(month), max(month)) AS month FROM known
)
SELECT
    s.month, k.cities, k.core_share::DOUBLE AS core_share, k.rest_share::DOUBLE AS rest_share, k.core_level,
    k.rest_level, k.gap,
    k.max_to_min::DOUBLE AS max_to_min, k.variation, k.highest_city, k.lowest_city, k.core_source, k.rest_source
FROM spine s
LEFT JOIN known k USING (month)
ORDER BY s.month
