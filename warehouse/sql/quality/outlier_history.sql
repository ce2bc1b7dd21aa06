-- One row: how many figures of the month can be compared with their history, how many have enough of it, the longest
-- history and what is needed.
-- each: month
SELECT
    m.month, count(s.month) AS figures, count(*) FILTER (s.judged) AS judged, coalesce(max(s.history), 0) AS longest,
    (SELECT threshold::INTEGER FROM rule WHERE code = 'outlier-history') AS needed,
    (SELECT threshold FROM rule WHERE code = 'outlier') AS threshold
FROM report_month m
LEFT JOIN outlier_score s ON s.month = m.month
GROUP BY m.month
