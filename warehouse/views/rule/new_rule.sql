-- One row per month and stock with 累计 and 当月: 当月 is a part of 累计, of the first month loaded too.
-- reads: printed_figure
CREATE OR REPLACE VIEW new_rule AS
SELECT
    n.month, 'new-exceeds-cumulative' AS rule_code, coalesce(n.platform_name || ' ', '') || n.indicator_name
        || CASE n.table_name WHEN 'platform' THEN '' ELSE ' ' || n.member_name END AS subject, n.unit,
    greatest(n.decimals, t.decimals) AS decimals, n.decimals AS left_decimals, t.decimals AS right_decimals,
    n.measure_name AS left_name, n.value::DOUBLE AS left_value, '≤' AS relation, t.measure_name AS right_name,
        t.value::DOUBLE AS right_value,
    half_unit(n.decimals) + half_unit(t.decimals) AS tolerance, n.source || ' ≤ ' || t.source_cell AS operands,
    [[n.source_sheet, n.source_cell], [t.source_sheet, t.source_cell]] AS cells,
        n.indicator_position + n.member_position / 100 AS position
FROM printed_figure n
JOIN printed_figure t ON t.month = n.month AND t.indicator_code = n.indicator_code AND t.member_code = n.member_code
    AND t.measure = 'cumulative'
WHERE n.kind = 'stock' AND n.measure = 'monthly' AND n.bound IS NULL AND t.bound IS NULL;
