-- One row per city: the mean of its positions over the indicators, weighted by $weights (one per $indicators), best first, ties in official order.
-- An indicator without a figure counts neither as 0 nor at all: its weight drops out. Below half of the weight there is no score.
WITH weighted AS (
    SELECT unnest($indicators::VARCHAR[]) AS indicator_code, unnest($weights::DECIMAL(9, 2)[]) AS weight
), scored AS (
    SELECT
        c.code AS city_code, c.name AS city_name, c.region, c.position AS city_position, count(*) FILTER (p.position IS NULL) AS missing,
        coalesce(sum(w.weight) FILTER (p.position IS NOT NULL), 0) AS weight, sum(w.weight) AS whole_weight, sum(w.weight * p.position) AS points
    FROM city c
    CROSS JOIN weighted w
    LEFT JOIN city_position p ON p.member_code = c.code AND p.indicator_code = w.indicator_code AND p.month = $month
    WHERE w.weight > 0
    GROUP BY ALL
), rounded AS (
    SELECT *, CASE WHEN 2 * weight >= whole_weight THEN round(points / nullif(weight, 0), 1) END AS score FROM scored
)
SELECT
    city_code, city_name, region, city_position, missing, score, CASE WHEN score IS NOT NULL THEN rank() OVER (ORDER BY score DESC NULLS LAST) END AS rank,
    CASE WHEN score IS NOT NULL THEN count(*) OVER (PARTITION BY score) END AS tied, count(score) OVER () AS ranked
FROM rounded
ORDER BY rank NULLS LAST, city_position
