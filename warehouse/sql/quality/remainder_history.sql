-- One row per city indicator with a provincial counterpart and month: province, the cities' sum, what is left over, its
-- share, and where both stand.
SELECT
    r.month, r.indicator_code, p.name AS platform_name, i.name AS indicator_name, r.unit, r.decimals,
    r.province_decimals, r.city_decimals,
    r.province::DOUBLE AS province,
    r.city_sum::DOUBLE AS city_sum, r.cities, r.unreported, r.remainder::DOUBLE AS remainder,
    r.remainder_pct::DOUBLE AS remainder_pct,
    r.remainder_pct - b.remainder_pct AS change_pp, r.province_source || ' − ' || r.cities_source AS source
FROM city_remainder r
JOIN indicator i ON i.code = r.indicator_code
JOIN platform p ON p.code = i.platform_code
LEFT JOIN city_remainder b ON b.indicator_code = r.indicator_code AND b.month = month_before(r.month)
    AND b.cities = r.cities
ORDER BY i.position, r.month
