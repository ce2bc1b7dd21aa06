-- One row per month from the first to the last report, newest first; overdue counts the months after the last one that
-- were due by $today.
SELECT
    *, (SELECT count(*) FROM generate_series((SELECT max(month) + INTERVAL 1 MONTH FROM freshness)::TIMESTAMP,
        $today::DATE::TIMESTAMP, INTERVAL 1 MONTH) g(m) WHERE month_due(m::DATE) < $today::DATE) AS overdue,
    (SELECT threshold::INTEGER FROM rule WHERE code = 'report-due') AS due_day
FROM freshness
ORDER BY month DESC
