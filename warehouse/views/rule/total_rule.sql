-- One row per month and project measure with all six stages: the stated total must equal their sum.
-- reads: live_load, project_total_check
CREATE OR REPLACE VIEW total_rule AS
SELECT
    month, 'total-mismatch' AS rule_code, indicator_name || CASE measure WHEN 'monthly' THEN '变化'
        ELSE '' END AS subject, unit, decimals,
    '合计' AS left_name, stated::DOUBLE AS left_value, '=' AS relation, '六个阶段之和' AS right_name,
        stage_sum::DOUBLE AS right_value, 0.0 AS tolerance,
    source || ' ＝ ' || stage_cells AS operands, cells, 0 AS position
FROM project_total_check
WHERE stated IS NOT NULL AND stages = 6 AND month IN (SELECT month FROM live_load WHERE dataset = 'report');
