-- One row per city indicator, month up to the month and city of $cities with a figure.
SELECT
    indicator_code, member_code AS city_code, member_name AS city_name, month, value::DOUBLE AS value, unit, decimals,
    bound, origin, origin_name, source
FROM figure
WHERE table_name = 'city' AND list_contains($cities::VARCHAR[], member_code) AND month <= $month
ORDER BY indicator_position, member_position, month
