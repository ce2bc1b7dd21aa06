-- One row per month and indicator that is a part of another, both as single things: 累计 of the part must not exceed
-- 累计 of the whole.
-- 累计 only: of one month's users more may activate than register (3.23 > 3.16 at 2022-08).
-- reads: printed_figure
CREATE OR REPLACE VIEW subset_rule AS
SELECT
    s.month, 'subset-exceeds' AS rule_code, s.platform_name || ' ' || s.indicator_name AS subject, s.unit, s.decimals,
    s.indicator_name AS left_name, s.value::DOUBLE AS left_value, '≤' AS relation, w.indicator_name AS right_name,
    (w.value * whole.scale / part.scale)::DOUBLE AS right_value, 0.0 AS tolerance,
        s.source || ' ≤ ' || w.source_cell AS operands,
    [[s.source_sheet, s.source_cell], [w.source_sheet, w.source_cell]] AS cells, part.position
FROM indicator part
JOIN indicator whole ON whole.code = part.at_most
JOIN printed_figure s ON s.indicator_code = part.code AND s.measure = 'cumulative' AND s.member_code = province()
JOIN printed_figure w ON w.indicator_code = whole.code AND w.measure = 'cumulative' AND w.member_code = province()
    AND w.month = s.month
WHERE s.bound IS NULL AND w.bound IS NULL;
