-- One row per month, city indicator, city and scale (value; per_10k where cities add up; progress against the month
-- before), amounts signed so that the smaller stands before: what is ranked, and the least and the most it can be
-- before it was rounded. Progress counts as shown, by two decimals; a city at its cap in both months has none.
-- Decimals, so that two bounds which touch are equal.
-- reads: city_figure, city_change
CREATE OR REPLACE VIEW city_amount AS
WITH amount AS (
    SELECT month, indicator_code, member_code, 'value' AS scale, rank_sign * value AS amount, half FROM city_figure
    UNION ALL
    SELECT month, indicator_code, member_code, 'per_10k', rank_sign * per_10k, per_10k_half FROM city_figure
    WHERE per_10k IS NOT NULL
)
SELECT
    * EXCLUDE (amount, half), amount::DECIMAL(28, 8) AS amount,
    amount::DECIMAL(28, 8) - half::DECIMAL(28, 8) AS least, amount::DECIMAL(28, 8) + half::DECIMAL(28, 8) AS most
FROM amount
UNION ALL
SELECT
    month, indicator_code, member_code, 'progress', (rank_sign * half_up(change, 2))::DECIMAL(28, 8),
    least(rank_sign * least, rank_sign * most)::DECIMAL(28, 8),
    greatest(rank_sign * least, rank_sign * most)::DECIMAL(28, 8)
FROM city_change
WHERE NOT stuck;
