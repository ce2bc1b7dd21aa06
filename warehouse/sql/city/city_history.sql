-- One row per city indicator, month up to the month and city of $cities with a figure; grown: what a stock gained since
-- the month before, where that is known.
SELECT
    indicator_code, member_code AS city_code, member_name AS city_name, month, value::DOUBLE AS value, unit, decimals,
    bound, origin, origin_name, source,
    CASE WHEN kind = 'stock' AND lag(month) OVER cities = month_before(month) AND bound IS NULL
        AND lag(bound) OVER cities IS NULL THEN (value - lag(value) OVER cities)::DOUBLE END AS grown
FROM figure
WHERE table_name = 'city' AND list_contains($cities::VARCHAR[], member_code) AND month <= $month
WINDOW cities AS (PARTITION BY indicator_code, member_code ORDER BY month)
ORDER BY indicator_position, member_position, month
