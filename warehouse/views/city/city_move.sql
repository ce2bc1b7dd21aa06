-- One row per row of `city_standing` but those of progress, with the rank of the month before, and the places won
-- (positive = up) among the cities that have a figure in both months: a city that did not report moves nobody. NULL
-- where the city has no figure in one of them. change_open: rounding alone could explain it. compared: how many cities.
-- reads: city_amount, city_standing
CREATE OR REPLACE VIEW city_move AS
WITH pair AS (
    SELECT n.*, l.amount AS last_amount, l.least AS last_least, l.most AS last_most
    FROM city_amount n
    JOIN city_amount l ON l.month = month_before(n.month) AND l.indicator_code = n.indicator_code
        AND l.member_code = n.member_code AND l.scale = n.scale
    WHERE n.scale <> 'progress'
), peer AS (
    SELECT
        *, list({city: member_code, amount: amount, least: least, most: most}) OVER peers AS now,
        list({city: member_code, amount: last_amount, least: last_least, most: last_most}) OVER peers AS earlier
    FROM pair
    WINDOW peers AS (PARTITION BY month, indicator_code, scale)
), moved AS (
    SELECT
        month, indicator_code, member_code, scale, len(now) AS compared,
        rank_among(earlier, last_amount) - rank_among(now, amount) AS rank_change,
        best_among(now, amount, least) <= worst_among(earlier, member_code, last_most)
            AND best_among(earlier, last_amount, last_least) <= worst_among(now, member_code, most) AS touch
    FROM peer
)
SELECT
    s.*, p.rank AS last_rank, m.compared, m.rank_change,
    m.rank_change <> 0 AND m.touch AS change_open
FROM city_standing s
LEFT JOIN moved m USING (month, indicator_code, member_code, scale)
LEFT JOIN city_standing p ON p.month = month_before(s.month) AND p.indicator_code = s.indicator_code
    AND p.member_code = s.member_code AND p.scale = s.scale
WHERE s.scale <> 'progress';
