-- One row per month and city indicator with a remainder in this month and the one before, all 21 cities in both: its
-- share hardly moves in a month.
-- reads: city_remainder
CREATE OR REPLACE VIEW remainder_rule AS
SELECT
    n.month, 'province-gap-changed' AS rule_code, p.name || ' ' || i.name AS subject, '%' AS unit, 1 AS decimals,
    '本月省直/未分配占比' AS left_name, n.remainder_pct AS left_value, '≈' AS relation, '上月占比' AS right_name,
    b.remainder_pct AS right_value,
    r.threshold AS tolerance, '（' || n.province_source || ' − ' || n.cities_source || '）÷ 全省；上月 '
        || b.province_source AS operands, i.position
FROM city_remainder n
JOIN city_remainder b ON b.month = month_before(n.month) AND b.indicator_code = n.indicator_code
JOIN indicator i ON i.code = n.indicator_code
JOIN platform p ON p.code = i.platform_code
JOIN rule r ON r.code = 'province-gap-changed'
WHERE n.complete AND b.complete;
