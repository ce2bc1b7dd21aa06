-- One row per number that 本月要点 may say of the month: topic (the sentence), part, slot, name, value, unit, decimals,
-- and the cell or the working.
-- each: month
WITH rules AS (
    SELECT
        month, count(*) AS checked, count(*) FILTER (NOT holds) AS broken, '推算：计数；逐条见“数据质量”的勾稽' AS how,
        first(subject ORDER BY severity = '阻断' DESC, rule_position,
            abs(difference / nullif(right_value, 0)) DESC) FILTER (NOT holds) AS worst
    FROM rule_check
    GROUP BY month
), fact AS (
    FROM key_moves UNION ALL BY NAME FROM key_rates UNION ALL BY NAME FROM key_projects
    UNION ALL BY NAME FROM key_cities
    UNION ALL BY NAME
    SELECT
        month, 'rules' AS topic, 0 AS part,
        unnest([
            {slot: 'checked', name: '', value: checked::DOUBLE, unit: '项', decimals: 0, source: how},
            {slot: 'broken', name: coalesce(worst, ''), value: broken::DOUBLE, unit: '项', decimals: 0, source: how}
        ], recursive := true)
    FROM rules
)
SELECT month, topic, part, slot, name, value, unit, decimals, source
FROM fact
WHERE value IS NOT NULL OR slot = 'rate'
ORDER BY topic, part, array_position(
    ['level', 'mom', 'whole', 'rate', 'head', 'tail', 'gap', 'growth', 'compared', 'up', 'flat', 'down', 'most',
    'least', 'count', 'change', 'amount', 'accepted', 'share', 'checked', 'broken'], slot)
