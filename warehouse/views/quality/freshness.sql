-- One row per month from the first to the last report in force, arrived or not: due by the rule report-due, when it was issued, when it was first loaded.
-- reads: live_load
CREATE OR REPLACE VIEW freshness AS
WITH spine AS (
    SELECT unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH))::DATE AS month FROM live_load WHERE dataset = 'report'
), arrived AS (
    SELECT month, min((loaded_at + INTERVAL 8 HOUR)::DATE) AS first_loaded_on, count(*) AS loads
    FROM load
    WHERE dataset = 'report' AND NOT withdrawn AND load_id <= coalesce(getvariable('as_of_load'), 2147483647)
    GROUP BY month
), dated AS (
    SELECT s.month, (s.month + INTERVAL 1 MONTH)::DATE + (r.threshold::INTEGER - 1) AS due_on FROM spine s, rule r WHERE r.code = 'report-due'
)
SELECT
    d.month, d.due_on, l.issued_on, l.issued_on - d.due_on AS days_after_due, a.first_loaded_on, a.first_loaded_on - l.issued_on AS days_to_load,
    a.loads, l.partial, l.file_name
FROM dated d
LEFT JOIN live_load l ON l.month = d.month AND l.dataset = 'report'
LEFT JOIN arrived a ON a.month = l.month;
