-- One row per clause of a plan and data month: its newest report by then, whether one is overdue, the status: of its
-- measured targets the most urgent, else what the newest report says. No status is stored. Of a clause that only the
-- press tells nobody owes a report.
-- reads: clause_target, progress_report, target_status
CREATE OR REPLACE VIEW clause_status AS
WITH target AS MATERIALIZED (
    SELECT code, data_month, status, indicator_code, actual IS NOT NULL AS measured FROM target_status
), asked AS (
    SELECT
        c.code, c.plan_year, c.known, m.data_month, last_day(m.data_month) AS until,
        least(last_quarter_due(last_day(m.data_month)), make_date(c.plan_year, 12, 31)) AS quarter
    FROM clause c CROSS JOIN (SELECT DISTINCT data_month FROM target) m
), newest AS (
    SELECT a.code, a.data_month, p.* EXCLUDE (clause_code, target_code, value)
    FROM asked a
    JOIN progress_report p ON p.clause_code = a.code AND p.as_of <= a.until
    QUALIFY row_number() OVER (PARTITION BY a.code, a.data_month ORDER BY p.as_of DESC, p.progress_id DESC) = 1
), measured AS (
    SELECT
        k.clause_code AS code, t.data_month, arg_min(t.status, array_position(['behind', 'at_risk', 'unconfirmed',
            'on_track', 'met'], t.status)) AS status
    FROM clause_target k
    JOIN target t ON t.code = k.target_code
    WHERE t.measured AND t.status NOT IN ('unquantified', 'not_begun')
    GROUP BY k.clause_code, t.data_month
)
SELECT
    a.code, a.data_month, n.* EXCLUDE (code, data_month), m.status IS NOT NULL AS measured,
    CASE
        WHEN a.data_month < make_date(a.plan_year, 1, 1) THEN 'not_begun'
        WHEN m.status IS NOT NULL THEN m.status
        WHEN n.state IS NULL THEN 'unreported'
        WHEN n.state = 'done' THEN 'met'
        WHEN a.until >= make_date(a.plan_year, 12, 31) THEN 'behind'
        WHEN n.state = 'difficult' THEN 'at_risk' ELSE 'on_track' END AS status,
    a.known <> 'press' AND m.status IS NULL AND n.state IS DISTINCT FROM 'done'
        AND a.quarter >= make_date(a.plan_year, 3, 31) AND (n.as_of IS NULL OR n.as_of < a.quarter) AS overdue
FROM asked a
LEFT JOIN newest n USING (code, data_month)
LEFT JOIN measured m USING (code, data_month);
