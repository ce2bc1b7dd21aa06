-- One row per sealing or unsealing of a month, newest first; `holds` where the month is sealed by it now.
SELECT
    s.seal_id, s.sealed, s.month, strftime(s.month, '%Y-%m') AS month_text,
    CASE WHEN s.sealed THEN '封账' ELSE '解封' END AS act, s.author, s.written_at,
    s.reason, m.month IS NOT NULL AS holds
FROM seal s
LEFT JOIN sealed_month m USING (seal_id)
WHERE known(s.known_after)
ORDER BY s.seal_id DESC
