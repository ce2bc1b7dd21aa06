-- One row per month and stock whose month before was fully reported: 累计 must be that month's 累计 plus 当月.
-- Things counted one by one must agree exactly, rounded ones within half a unit of every last decimal printed.
-- reads: live_load, printed_figure
CREATE OR REPLACE VIEW growth_rule AS
SELECT
    t.month, 'growth-mismatch' AS rule_code, platform_label(t.platform_name) || ' ' || t.indicator_name
        || CASE t.table_name WHEN 'platform' THEN '' ELSE ' ' || t.member_name END AS subject, t.unit,
            greatest(b.decimals, t.decimals, n.decimals) AS decimals,
    '上月累计' AS left_name, b.value::DOUBLE AS left_value, '=' AS relation,
    '本月累计 − ' || n.measure_name AS right_name,
        (t.value - n.value)::DOUBLE AS right_value,
    CASE WHEN counted_singly(i.decimals, i.scale) THEN 0.0
        ELSE half_unit(b.decimals) + half_unit(t.decimals) + half_unit(n.decimals) END AS tolerance,
    b.source || ' ＝ ' || t.source || '−' || n.source_cell AS operands,
    [[t.source_sheet, t.source_cell], [n.source_sheet, n.source_cell]] AS cells, i.position
FROM printed_figure t
JOIN printed_figure n ON n.month = t.month AND n.indicator_code = t.indicator_code AND n.member_code = t.member_code
    AND n.measure = 'monthly'
JOIN printed_figure b ON b.month = month_before(t.month) AND b.indicator_code = t.indicator_code
    AND b.member_code = t.member_code AND b.measure = t.measure
JOIN live_load before ON before.load_id = b.load_id AND before.dataset = 'report' AND NOT before.partial
JOIN live_load this ON this.load_id = t.load_id AND this.dataset = 'report' AND NOT this.partial
JOIN indicator i ON i.code = t.indicator_code
WHERE t.kind = 'stock' AND t.measure = 'cumulative' AND t.bound IS NULL AND n.bound IS NULL AND b.bound IS NULL;
