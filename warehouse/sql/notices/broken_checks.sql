-- One row per live report whose month breaks a rule that asks for a reason or blocks: which ones, how many places.
SELECT
    l.load_id, strftime(l.month, '%Y-%m') AS month_text, l.loaded_by,
    string_agg(DISTINCT c.rule_name, '、' ORDER BY c.rule_name) AS rules, count(*) AS places
FROM rule_check c
JOIN live_load l ON l.month = c.month AND l.dataset = 'report'
WHERE NOT c.holds AND c.severity IN ('阻断', '需说明')
GROUP BY l.load_id, l.month, l.loaded_by
ORDER BY l.load_id
