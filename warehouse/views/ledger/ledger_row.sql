-- One row per clause of a plan and data month, with the names of its systems and targets, its status and its newest
-- report: what pages, documents and files show of the ledger.
-- reads: clause_status, clause_target
CREATE OR REPLACE VIEW ledger_row AS
SELECT
    s.data_month, c.code, c.plan_year, c.number, c.chapter, c.title, c.leads, c.known,
    coalesce((SELECT string_agg(s.name, '、' ORDER BY s.position) FROM system s WHERE list_contains(c.systems, s.code)),
        '') AS systems,
    coalesce((SELECT string_agg(t.name, '、' ORDER BY t.position) FROM clause_target k JOIN target t
        ON t.code = k.target_code WHERE k.clause_code = c.code), '') AS targets,
    s.status, s.measured, s.overdue, s.state, s.as_of, coalesce(s.words, '') AS words,
    coalesce(s.evidence, '') AS evidence, coalesce(s.author, '') AS author, s.written_on,
    coalesce(s.reviewed_by, '') AS reviewed_by, coalesce(s.late_days, 0) AS late_days, c.position
FROM clause c
JOIN clause_status s USING (code);
