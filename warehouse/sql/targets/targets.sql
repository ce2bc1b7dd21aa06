-- One row per target as it stands in the data month, most urgent first.
-- each: month
SELECT
    t.data_month AS month, t.code, plan_year, coalesce(document, '') AS document, coalesce(clause, '') AS clause,
    coalesce(platform_code, 'other') AS platform, name, operator,
    t.value::DOUBLE AS value, unit, kind, due_month, basis, grade, source_title, coalesce(source_url, '') AS source_url,
    coalesce(note, '') AS note,
    t.indicator_code, formed, goal, actual, actual_unit, actual_month, bound, decimals, origin, source, parts,
    months_missing, detail, progress_pct, expected,
    gap, needed_pace, pace, start_month, start_value, start_origin, start_source, reach_month, year_end,
    plan_start,
    reason, judgement, coalesce(p.status, t.status) AS status, coalesce(s.unreported, '') AS unreported,
    p.value::DOUBLE AS said_value, p.as_of AS said_on, coalesce(p.reviewed_by, '') AS reviewed_by,
    coalesce(p.late_days, 0) AS late_days
FROM target_status t
LEFT JOIN city_set s ON s.month = t.actual_month AND s.indicator_code = t.indicator_code
    AND t.formed IN ('city_sum', 'city_lowest')
LEFT JOIN target_progress p ON p.code = t.code AND p.data_month = t.data_month
ORDER BY array_position(['behind', 'at_risk', 'unconfirmed', 'on_track', 'met', 'not_begun', 'unquantified'],
        coalesce(p.status, t.status)), t.indicator_code IS NULL,
    plan_year DESC, position
