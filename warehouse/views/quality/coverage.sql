-- One row per live report month and cell that its three tables should hold: value, blank (printed empty) or absent (not
-- printed).
-- unprinted: no report has ever filled it (catalog/monthly.csv).
-- reads: live_load, reported
CREATE OR REPLACE VIEW coverage AS
WITH member AS (
    SELECT 'platform' AS table_name, province() AS code UNION ALL
    SELECT 'project', code FROM stage UNION ALL
    SELECT 'city', code FROM city
)
SELECT
    l.month, i.table_name, i.platform_code, i.code AS indicator_code, m.code AS member_code, s.measure,
    CASE WHEN r.value IS NOT NULL THEN 'value' WHEN s.measure = 'monthly' AND NOT i.monthly_printed THEN 'unprinted'
        WHEN r.month IS NULL THEN 'absent' ELSE 'blank' END AS state
FROM live_load l
JOIN indicator i ON (i.since IS NULL OR i.since <= l.month) AND (i.until IS NULL OR l.month <= i.until)
JOIN member m ON m.table_name = i.table_name
CROSS JOIN unnest(i.measures) AS s(measure)
LEFT JOIN reported r ON r.month = l.month AND r.indicator_code = i.code AND r.member_code = m.code
    AND r.measure = s.measure
WHERE l.dataset = 'report';
