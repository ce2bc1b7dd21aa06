-- One row per target about the system as it stands in the data month, the newest plan first.
SELECT
    t.code, t.plan_year, coalesce(t.clause, '') AS clause, t.name, t.operator, t.value::DOUBLE AS value, t.unit, t.kind,
    t.due_month, t.status, t.actual, t.bound, t.decimals, t.goal, t.actual_unit, t.progress_pct, t.actual_month
FROM target_status t
WHERE t.data_month = $month
    AND list_contains((SELECT targets FROM system WHERE code = $system), t.code)
ORDER BY t.plan_year DESC, t.position
