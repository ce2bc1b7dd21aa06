-- One row per month, city indicator, city and scale: competition rank (1, 1, 3), how many share it, and the best and
-- the worst rank that the unrounded figures allow. Equal counts and rates at their cap are equal indeed: their best and
-- worst rank is the shared one.
-- reads: city_amount
CREATE OR REPLACE VIEW city_standing AS
WITH peer AS (
    SELECT *, list({city: member_code, amount: amount, least: least, most: most}) OVER (PARTITION BY month,
        indicator_code, scale) AS peers
    FROM city_amount
)
SELECT
    month, indicator_code, member_code, scale, len(peers) AS ranked,
    rank_among(peers, amount) AS rank, len(list_filter(peers, lambda p: p.amount = amount)) AS tied,
    best_among(peers, amount, least) AS best_rank, worst_among(peers, member_code, most) AS worst_rank
FROM peer;
