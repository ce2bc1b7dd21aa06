-- One row per stock, member and month that a source states and the following month implies: what was stated against that month's 累计 − 当月.
-- While the month is missing the second number stands in for it (推算); this is how far off it was. exact: things counted one by one, not rounded.
CREATE OR REPLACE VIEW derived_difference AS
SELECT
    r.month, r.indicator_code, i.platform_code, i.name AS indicator_name, r.member_code, i.unit, i.position, greatest(r.decimals, b.decimals) AS decimals,
    r.value AS stated, r.token, r.file_name || '｜' || r.source_sheet || '!' || r.source_cell AS source, r.origin, r.load_id,
    b.value AS derived, b.file_name || '｜' || b.source_sheet || '!' || b.source_cell AS derived_source, b.load_id AS derived_load,
    (r.value - b.value)::DECIMAL(18, 4) AS difference,
    CASE WHEN i.decimals = 0 AND i.scale = 1 THEN 0.0 ELSE 0.5 / 10 ** r.decimals + 1.0 / 10 ** b.decimals END AS tolerance
FROM back_calculated b
JOIN reported r USING (month, indicator_code, member_code, measure)
JOIN indicator i ON i.code = b.indicator_code
WHERE r.value IS NOT NULL AND r.bound IS NULL;

-- One row per month and stock whose month before was fully reported: 累计 must be that month's 累计 plus 当月.
CREATE OR REPLACE VIEW growth_rule AS
SELECT
    (d.month + INTERVAL 1 MONTH)::DATE AS month, 'growth-mismatch' AS rule_code,
    coalesce(p.name, '信息化项目') || ' ' || d.indicator_name || coalesce(' ' || s.name, ' ' || c.name, '') AS subject, d.unit, d.decimals,
    '上月累计' AS left_name, d.stated::DOUBLE AS left_value, '=' AS relation, '本月累计 − 当月' AS right_name, d.derived::DOUBLE AS right_value,
    d.tolerance, d.source || ' ＝ ' || d.derived_source AS operands, d.position
FROM derived_difference d
JOIN live_load before ON before.load_id = d.load_id AND before.dataset = 'report' AND NOT before.partial
JOIN live_load this ON this.load_id = d.derived_load AND this.dataset = 'report' AND NOT this.partial
LEFT JOIN platform p ON p.code = d.platform_code
LEFT JOIN stage s ON s.code = d.member_code
LEFT JOIN city c ON c.code = d.member_code;

-- One row per month and city indicator with a remainder in this month and the one before, all 21 cities in both: its share hardly moves in a month.
CREATE OR REPLACE VIEW remainder_rule AS
SELECT
    n.month, 'province-gap-changed' AS rule_code, p.name || ' ' || i.name AS subject, '%' AS unit, 1 AS decimals,
    '本月省直/未分配占比' AS left_name, n.remainder_pct AS left_value, '≈' AS relation, '上月占比' AS right_name, b.remainder_pct AS right_value,
    r.threshold AS tolerance, '（' || n.province_source || ' − ' || n.cities_source || '）÷ 全省；上月 ' || b.province_source AS operands, i.position
FROM city_remainder n
JOIN city_remainder b ON b.month = n.month - INTERVAL 1 MONTH AND b.indicator_code = n.indicator_code
JOIN indicator i ON i.code = n.indicator_code
JOIN platform p ON p.code = i.platform_code
JOIN rule r ON r.code = 'province-gap-changed'
WHERE n.cities = b.cities AND n.cities = (SELECT count(*) FROM city);
