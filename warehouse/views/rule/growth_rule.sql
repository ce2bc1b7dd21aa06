-- One row per month and stock whose month before was fully reported: 累计 must be that month's 累计 plus 当月.
-- reads: live_load, derived_difference
CREATE OR REPLACE VIEW growth_rule AS
SELECT
    month_after(d.month) AS month, 'growth-mismatch' AS rule_code,
    platform_label(p.name) || ' ' || d.indicator_name || coalesce(' ' || s.name, ' ' || c.name, '') AS subject, d.unit,
    d.decimals,
    '上月累计' AS left_name, d.stated::DOUBLE AS left_value, '=' AS relation, '本月累计 − 当月' AS right_name,
    d.derived::DOUBLE AS right_value,
    d.tolerance, d.source || ' ＝ ' || d.derived_source AS operands, d.position
FROM derived_difference d
JOIN live_load before ON before.load_id = d.load_id AND before.dataset = 'report' AND NOT before.partial
JOIN live_load this ON this.load_id = d.derived_load AND this.dataset = 'report' AND NOT this.partial
LEFT JOIN platform p ON p.code = d.platform_code
LEFT JOIN stage s ON s.code = d.member_code
LEFT JOIN city c ON c.code = d.member_code;
