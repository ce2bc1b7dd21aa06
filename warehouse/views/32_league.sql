-- One row per month, city indicator, city and scale (value; per_10k where cities add up), amounts signed so that the smaller stands before:
-- what is ranked, and the least and the most it can be before it was rounded. Decimals, so that two bounds which touch are equal.
CREATE OR REPLACE VIEW league_amount AS
SELECT month, indicator_code, member_code, 'value' AS scale, (direction * value)::DECIMAL(28, 8) AS amount, half::DECIMAL(28, 8) AS half FROM city_figure
UNION ALL
SELECT month, indicator_code, member_code, 'per_10k', (direction * per_10k)::DECIMAL(28, 8), per_10k_half::DECIMAL(28, 8)
FROM city_figure
WHERE per_10k IS NOT NULL;

-- One row per month, city indicator, city and scale: competition rank (1, 1, 3), how many share it, and the best and the worst rank that the
-- unrounded figures allow. Equal counts and rates at their cap are equal indeed: their best and worst rank is the shared one.
CREATE OR REPLACE VIEW league AS
SELECT
    a.month, a.indicator_code, a.member_code, a.scale,
    1 + count(*) FILTER (b.amount < a.amount) AS rank, count(*) FILTER (b.amount = a.amount) AS tied, count(*) AS ranked,
    1 + count(*) FILTER (b.amount < a.amount AND b.amount + b.half <= a.amount - a.half) AS best_rank,
    1 + count(*) FILTER (b.member_code <> a.member_code AND b.amount - b.half < a.amount + a.half) AS worst_rank
FROM league_amount a
JOIN league_amount b ON b.month = a.month AND b.indicator_code = a.indicator_code AND b.scale = a.scale
GROUP BY a.month, a.indicator_code, a.member_code, a.scale;

-- One row per row of `league` with the rank of the month before and the places won (positive = up); NULL where that month has no figure.
-- change_open: rounding alone could explain it.
CREATE OR REPLACE VIEW league_move AS
SELECT
    l.*, p.rank AS last_rank, p.ranked AS last_ranked, p.rank - l.rank AS rank_change,
    p.rank <> l.rank AND l.best_rank <= p.worst_rank AND p.best_rank <= l.worst_rank AS change_open
FROM league l
LEFT JOIN league p ON p.month = l.month - INTERVAL 1 MONTH AND p.indicator_code = l.indicator_code AND p.member_code = l.member_code AND p.scale = l.scale;
