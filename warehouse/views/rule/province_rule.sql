-- One row per month and city indicator that is also printed for the province: the cities' sum must not exceed it.
-- reads: city_remainder
CREATE OR REPLACE VIEW province_rule AS
SELECT
    r.month, 'cities-exceed-province' AS rule_code, p.name || ' ' || i.name AS subject, r.unit, r.decimals,
    r.city_decimals AS left_decimals, r.province_decimals AS right_decimals,
    of_cities(r.cities, r.unreported) || '之和' AS left_name, r.city_sum::DOUBLE AS left_value,
        '≤' AS relation, '全省' AS right_name,
        r.province::DOUBLE AS right_value,
    r.rounding AS tolerance, r.cities_source || ' ≤ ' || r.province_source AS operands, r.cells, i.position
FROM city_remainder r
JOIN indicator i ON i.code = r.indicator_code
JOIN platform p ON p.code = i.platform_code;
