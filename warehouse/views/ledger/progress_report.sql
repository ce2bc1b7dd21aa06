-- One row per report of progress in force, with who reviewed it. late_days: beyond the 15th day after its quarter.
CREATE OR REPLACE VIEW progress_report AS
WITH said AS (
    SELECT *, beijing_date(written_at) AS written_on FROM progress WHERE known(known_after)
), reviewed AS (
    SELECT about, min(author) AS reviewed_by, min(written_on) AS reviewed_on
    FROM said WHERE state = 'reviewed' GROUP BY about
)
SELECT
    p.progress_id, p.clause_code, p.target_code, p.state, p.as_of, p.value, p.words, p.evidence, p.author, p.written_on,
    r.reviewed_by, r.reviewed_on, greatest(0, p.written_on - report_due(quarter_end(p.as_of))) AS late_days
FROM said p
LEFT JOIN reviewed r ON r.about = p.progress_id
WHERE p.about IS NULL AND p.progress_id NOT IN (SELECT about FROM said WHERE state = 'removed');
