-- One row per month, rule and thing it was applied to: both sides, their difference, the tolerance, whether the rule
-- holds, where the operands stand.
-- A rule with a missing operand has no row. Half a billionth is the rounding of binary fractions, not a tolerance.
-- decimals: of the difference; left_decimals, right_decimals: of a side that its source prints with others.
-- cells: [sheet, cell] of every figure of this month that the rule read.
-- reads: total_rule, province_rule, subset_rule, new_rule, rate_rule, daily_rule, growth_rule, remainder_rule
-- reads: city_step_rule, city_peer_rule, silent_rule
CREATE OR REPLACE VIEW rule_check AS
WITH every AS (
    FROM total_rule UNION ALL BY NAME FROM province_rule UNION ALL BY NAME FROM subset_rule UNION ALL BY NAME
        FROM rate_rule
    UNION ALL BY NAME FROM new_rule UNION ALL BY NAME FROM daily_rule UNION ALL BY NAME
        FROM growth_rule UNION ALL BY NAME FROM remainder_rule
    UNION ALL BY NAME FROM city_step_rule UNION ALL BY NAME FROM city_peer_rule UNION ALL BY NAME FROM silent_rule
), measured AS (
    SELECT *, left_value - right_value AS difference,
        5e-10 * greatest(1, abs(left_value)) AS binary_rounding FROM every
)
SELECT
    m.* EXCLUDE (position, binary_rounding), r.name AS rule_name, r.severity, r.position AS rule_position,
        m.position AS subject_position,
    CASE m.relation WHEN '≤' THEN m.difference ELSE abs(m.difference) END <= m.tolerance + m.binary_rounding AS holds
FROM measured m
JOIN rule r ON r.code = m.rule_code;
