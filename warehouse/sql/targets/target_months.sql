-- One row per month that targets can be judged in, newest first: those with a live report, and those after the last one
-- for which a public figure is known. complete: all three tables are there.
SELECT
    m.month, strftime(m.month, '%Y-%m') AS month_text, coalesce(l.partial, true) AS partial, l.issue_no, l.issued_on,
    coalesce(l.source_title, origin_name('public')) AS source_title, l.source_url,
    coalesce((SELECT count(DISTINCT c.table_name) = 3 FROM coverage c
        WHERE c.month = m.month AND c.state IN ('value', 'blank')),
        false) AS complete
FROM (
    SELECT month FROM live_load WHERE dataset = 'report'
    UNION
    SELECT month FROM reported
    WHERE origin = 'public' AND value IS NOT NULL
        AND month > (SELECT max(month) FROM live_load WHERE dataset = 'report')
) m
LEFT JOIN live_load l ON l.month = m.month AND l.dataset = 'report'
ORDER BY m.month DESC
