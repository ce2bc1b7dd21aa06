-- One row per row of `city_change`: competition rank by the change as shown (two decimals), how many share it, and the best and worst rank that
-- the unrounded figures allow. NULL ranks for stuck cities: they are neither slow nor fast.
-- reads: city_change
CREATE OR REPLACE VIEW city_progress AS
WITH signed AS (
    SELECT month, indicator_code, member_code, direction * round(change, 2) AS shown, least(direction * least, direction * most) AS least,
        greatest(direction * least, direction * most) AS most
    FROM city_change
    WHERE NOT stuck
), placed AS (
    SELECT
        a.month, a.indicator_code, a.member_code, 1 + count(*) FILTER (b.shown < a.shown) AS rank, count(*) FILTER (b.shown = a.shown) AS tied,
        count(*) AS ranked, 1 + count(*) FILTER (b.shown < a.shown AND b.most <= a.least) AS best_rank,
        1 + count(*) FILTER (b.member_code <> a.member_code AND b.least < a.most) AS worst_rank
    FROM signed a
    JOIN signed b ON b.month = a.month AND b.indicator_code = a.indicator_code
    GROUP BY a.month, a.indicator_code, a.member_code
)
SELECT c.* EXCLUDE (direction), p.rank, p.tied, p.ranked, p.best_rank, p.worst_rank
FROM city_change c
LEFT JOIN placed p USING (month, indicator_code, member_code);
