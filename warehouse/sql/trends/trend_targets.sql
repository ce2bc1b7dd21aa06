-- One row per target on an indicator, in the plans' order.
-- goal: in the indicator's unit; level: each point of its measure can be held against it.
SELECT
    t.indicator_code, t.measure, t.plan_year, t.name, t.operator, t.value::DOUBLE AS value, t.unit, t.kind, g.goal,
    make_date(t.plan_year, 1, 1) AS plan_start, date_trunc('month', t.due)::DATE AS due_month,
    t.formed IN ('province', 'city_lowest') AS level
FROM target t
JOIN (SELECT DISTINCT code, goal FROM target_part) g USING (code)
ORDER BY t.plan_year, t.position
