-- One row per target on an indicator, in the plans' order.
-- goal: in the indicator's unit; drawn: a level that each point of the measure can be held against.
-- each: measure
SELECT
    m.measure, t.indicator_code, t.plan_year, t.name, t.operator, t.value::DOUBLE AS value, t.unit, t.kind, g.goal,
    make_date(t.plan_year, 1, 1) AS plan_start, date_trunc('month', t.due)::DATE AS due_month,
    t.measure = m.measure AND t.formed IN ('province', 'city_lowest') AS drawn
FROM target t
CROSS JOIN (SELECT unnest(['monthly', 'cumulative']) AS measure) m
JOIN (SELECT DISTINCT code, goal FROM target_part) g USING (code)
ORDER BY t.plan_year, t.position
