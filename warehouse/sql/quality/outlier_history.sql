-- One row: how many figures of the month can be compared with their history, how many have enough of it, the longest
-- history and what is needed.
SELECT
    count(*) FILTER (month = $month) AS figures, count(*) FILTER (month = $month AND judged) AS judged,
    coalesce(max(history) FILTER (month = $month), 0) AS longest,
    (SELECT threshold::INTEGER FROM rule WHERE code = 'outlier-history') AS needed,
    (SELECT threshold FROM rule WHERE code = 'outlier') AS threshold
FROM outlier_score
