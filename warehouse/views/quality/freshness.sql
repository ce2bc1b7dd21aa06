-- One row per month from the first to the last report in force, arrived or not: due by the rule report-due, when it was
-- issued, when it was first loaded.
-- reads: live_load
CREATE OR REPLACE VIEW freshness AS
WITH spine AS (
    SELECT month_spine(min(month), max(month)) AS month FROM live_load WHERE dataset = 'report'
), arrived AS (
    SELECT month, min(beijing_date(loaded_at)) AS first_loaded_on, count(*) AS loads
    FROM load
    WHERE dataset = 'report' AND NOT withdrawn AND known(load_id)
    GROUP BY month
), dated AS (
    SELECT month, month_due(month) AS due_on FROM spine
)
SELECT
    d.month, d.due_on, l.issued_on, l.issued_on - d.due_on AS days_after_due, a.first_loaded_on,
    a.loads, l.partial, l.file_name
FROM dated d
LEFT JOIN live_load l ON l.month = d.month AND l.dataset = 'report'
LEFT JOIN arrived a ON a.month = l.month;
