-- One row per report of progress in force, the newest first.
SELECT
    p.progress_id, p.clause_code, c.plan_year, c.number, c.title, coalesce(t.name, '') AS target_name,
    coalesce(t.unit, '') AS unit, p.state, p.as_of, p.value::DOUBLE AS value, p.words, p.evidence, p.author,
    p.written_on, coalesce(p.reviewed_by, '') AS reviewed_by, p.late_days
FROM progress_report p
JOIN clause c ON c.code = p.clause_code
LEFT JOIN target t ON t.code = p.target_code
ORDER BY p.progress_id DESC
