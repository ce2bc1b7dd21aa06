-- One row per target on the indicators whose plan year meets the months from $first to $last, in the plans' order.
-- goal: in the indicator's unit; drawn: a level that each point of the measure can be held against.
SELECT
    t.indicator_code, t.plan_year, t.name, t.operator, t.value::DOUBLE AS value, t.unit, t.kind, g.goal,
    make_date(t.plan_year, 1, 1) AS plan_start, date_trunc('month', t.due)::DATE AS due_month,
    t.measure = $measure AND t.formed IN ('province', 'city_lowest') AS drawn
FROM target t
JOIN (SELECT DISTINCT code, goal FROM target_part) g USING (code)
WHERE list_contains($indicators::VARCHAR[], t.indicator_code)
    AND make_date(t.plan_year, 1, 1) <= $last::DATE AND t.due >= $first::DATE
ORDER BY t.plan_year, t.position
