-- One row per rule and thing it was applied to in the month, broken ones first: both sides, difference, tolerance,
-- verdict, where the operands stand.
SELECT rule_code, rule_name, severity, subject, unit, decimals,
    coalesce(left_decimals, decimals) AS left_decimals, coalesce(right_decimals, decimals) AS right_decimals,
    left_name, left_value, relation, right_name,
    right_value, difference, tolerance, holds, operands
FROM rule_check
WHERE month = $month
ORDER BY holds, rule_position, subject_position, subject
