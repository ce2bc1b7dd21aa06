-- One row per month and rule that does not hold: which, of what, both sides, and the cells that it read.
-- reads: rule_check
SELECT month, rule_code, subject, left_value, right_value, difference, cells
FROM rule_check
WHERE NOT holds
ORDER BY rule_position, subject_position, subject
