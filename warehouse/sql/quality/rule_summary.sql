-- One row per rule, applied to the month or not: how often it could be checked, how often it holds.
-- each: month
SELECT
    m.month, r.code AS rule_code, r.name AS rule_name, r.severity, r.explanation, r.threshold, r.threshold_unit,
    count(c.month) AS checked,
    count(c.month) FILTER (c.holds) AS held
FROM rule r
CROSS JOIN report_month m
LEFT JOIN rule_check c ON c.rule_code = r.code AND c.month = m.month
WHERE r.severity <> '限值' AND r.code NOT IN ('report-due', 'outlier', 'outlier-history')
GROUP BY m.month, r.code, r.name, r.severity, r.explanation, r.threshold, r.threshold_unit, r.position
ORDER BY r.position
