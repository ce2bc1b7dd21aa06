-- One row per month with a live report, newest first. complete: all three tables are there.
SELECT
    l.month, strftime(l.month, '%Y-%m') AS month_text, l.partial, l.origin, l.issue_no, l.issued_on, l.source_title,
    l.source_url, l.file_name, l.load_id,
    l.loaded_at, count(DISTINCT c.table_name) FILTER (c.state IN ('value', 'blank')) = 3 AS complete
FROM live_load l
JOIN coverage c USING (month)
WHERE l.dataset = 'report'
GROUP BY ALL
ORDER BY l.month DESC
