-- One row per month, city indicator, city and scale: competition rank (1, 1, 3), how many share it, and the best and the worst rank that the
-- unrounded figures allow. Equal counts and rates at their cap are equal indeed: their best and worst rank is the shared one.
-- reads: league_amount
CREATE OR REPLACE VIEW league AS
SELECT
    a.month, a.indicator_code, a.member_code, a.scale,
    1 + count(*) FILTER (b.amount < a.amount) AS rank, count(*) FILTER (b.amount = a.amount) AS tied, count(*) AS ranked,
    1 + count(*) FILTER (b.amount < a.amount AND b.amount + b.half <= a.amount - a.half) AS best_rank,
    1 + count(*) FILTER (b.member_code <> a.member_code AND b.amount - b.half < a.amount + a.half) AS worst_rank
FROM league_amount a
JOIN league_amount b ON b.month = a.month AND b.indicator_code = a.indicator_code AND b.scale = a.scale
GROUP BY a.month, a.indicator_code, a.member_code, a.scale;
