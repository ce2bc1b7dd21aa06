-- One row per month and city indicator with a remainder, all 21 cities reported: its share of the province hardly
-- moves in a month, and is never most of it.
-- reads: city_remainder
CREATE OR REPLACE VIEW remainder_rule AS
WITH whole AS (
    SELECT r.*, p.name || ' ' || i.name AS subject, i.position
    FROM city_remainder r
    JOIN indicator i ON i.code = r.indicator_code
    JOIN platform p ON p.code = i.platform_code
    WHERE r.complete
)
SELECT
    n.month, r.code AS rule_code, n.subject, '%' AS unit, 1 AS decimals, '本月省直/未分配占比' AS left_name,
        n.remainder_pct AS left_value, '≈' AS relation,
    '上月占比' AS right_name, b.remainder_pct AS right_value, r.threshold AS tolerance,
    '（' || n.province_source || ' − ' || n.cities_source || '）÷ 全省；上月 ' || b.province_source AS operands,
        n.cells, n.position
FROM whole n
JOIN whole b ON b.month = month_before(n.month) AND b.indicator_code = n.indicator_code
JOIN rule r ON r.code = 'province-gap-changed'
UNION ALL
SELECT
    n.month, r.code, n.subject, '%', 1, '省直/未分配占比', n.remainder_pct, '≤', '上限', r.threshold, 0.0,
    '（' || n.province_source || ' − ' || n.cities_source || '）÷ 全省', n.cells, n.position
FROM whole n
JOIN rule r ON r.code = 'remainder-too-large';
