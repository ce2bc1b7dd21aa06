-- One row per city: the mean of its positions over the indicators, weighted by $weights (one per $indicators), best
-- first, ties in official order. An indicator without a figure counts neither as 0 nor at all: its weight drops out.
-- Below half of the weight there is no score. best_rank and worst_rank: what becomes of the rank when any one indicator
-- is left out.
-- each: month
WITH weighted AS (
    SELECT unnest($indicators::VARCHAR[]) AS indicator_code, unnest($weights::DECIMAL(9, 2)[]) AS weight
), variant AS (
    SELECT '' AS left_out UNION ALL SELECT indicator_code FROM weighted WHERE weight > 0
), scored AS (
    SELECT
        m.month, v.left_out, c.code AS city_code, count(*) FILTER (p.position IS NULL) AS missing,
        coalesce(sum(w.weight) FILTER (p.position IS NOT NULL), 0) AS weight, sum(w.weight) AS whole_weight,
        sum(w.weight * p.position) AS points
    FROM city c
    CROSS JOIN report_month m
    CROSS JOIN variant v
    JOIN weighted w ON w.weight > 0 AND w.indicator_code <> v.left_out
    LEFT JOIN city_position p ON p.member_code = c.code AND p.indicator_code = w.indicator_code AND p.month = m.month
    GROUP BY m.month, v.left_out, c.code
), ranked AS (
    SELECT
        *, CASE WHEN 2 * weight >= whole_weight THEN half_up(points / nullif(weight, 0), 1) END AS score,
        CASE WHEN score IS NOT NULL THEN rank() OVER (PARTITION BY month, left_out ORDER BY score DESC NULLS LAST) END
            AS rank,
        CASE WHEN score IS NOT NULL THEN count(*) OVER (PARTITION BY month, left_out, score) END AS tied,
        count(score) OVER (PARTITION BY month, left_out) AS ranked
    FROM scored
)
SELECT
    r.month, c.code AS city_code, c.name AS city_name, c.region, r.missing, r.score, r.rank, r.tied, r.ranked,
    v.best_rank, v.worst_rank
FROM city c
JOIN ranked r ON r.city_code = c.code AND r.left_out = ''
LEFT JOIN (SELECT month, city_code, min(rank) AS best_rank, max(rank) AS worst_rank FROM ranked WHERE left_out <> ''
    GROUP BY month, city_code) v ON v.city_code = c.code AND v.month = r.month
ORDER BY r.rank NULLS LAST, c.position
