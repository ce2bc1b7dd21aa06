-- One row per month and printed rate: it must lie between 0 and 100.
-- reads: printed_figure
CREATE OR REPLACE VIEW rate_rule AS
SELECT
    month, 'rate-out-of-range' AS rule_code,
        platform_name || ' ' || indicator_name || CASE member_name WHEN '全省' THEN '' ELSE ' ' || member_name END
        || '（' || measure_name || '）' AS subject, unit, decimals, indicator_name AS left_name,
            value::DOUBLE AS left_value, '∈' AS relation,
    '0% 至 100%' AS right_name, CASE WHEN value < 0 THEN 0.0 WHEN value > 100 THEN 100.0
        ELSE value::DOUBLE END AS right_value, 0.0 AS tolerance,
    source AS operands, [[source_sheet, source_cell]] AS cells,
    indicator_position + member_position / 100 AS position
FROM printed_figure
WHERE kind = 'rate' AND bound IS NULL;
