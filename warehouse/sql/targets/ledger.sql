-- One row per clause of the chosen plan years (none chosen: all) as it stands in the data month, in the plans' order,
-- the newest plan first.
SELECT
    c.code, c.plan_year, c.number, c.chapter, c.title, c.leads, c.known,
    coalesce((SELECT string_agg(s.name, '、' ORDER BY s.position) FROM system s WHERE list_contains(c.systems, s.code)),
        '') AS systems,
    coalesce((SELECT string_agg(t.name, '、' ORDER BY t.position) FROM clause_target k JOIN target t
        ON t.code = k.target_code WHERE k.clause_code = c.code), '') AS targets,
    s.status, s.measured, s.overdue, s.state, s.as_of, coalesce(s.words, '') AS words,
    coalesce(s.evidence, '') AS evidence, coalesce(s.author, '') AS author, s.written_on,
    coalesce(s.reviewed_by, '') AS reviewed_by, coalesce(s.late_days, 0) AS late_days
FROM clause c
JOIN clause_status s USING (code)
WHERE s.data_month = $month AND (len($plans::INTEGER[]) = 0 OR list_contains($plans::INTEGER[], c.plan_year))
ORDER BY c.plan_year DESC, c.position
