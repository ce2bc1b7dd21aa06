-- One row per month, city indicator and city, by total and, where cities add up, per 10,000 residents. Competition rank
-- (1, 1, 3); better = lower ranks upward. Cities without a value are absent.
-- reads: city_figure
CREATE OR REPLACE VIEW city_rank AS
SELECT
    * EXCLUDE (rank_sign), count(*) OVER (PARTITION BY month, indicator_code) AS ranked,
    place(month, indicator_code, rank_sign * value) AS rank, sharing(month, indicator_code, rank_sign * value) AS tied,
    place(month, indicator_code, rank_sign * per_10k) AS per_10k_rank,
    sharing(month, indicator_code, rank_sign * per_10k) AS per_10k_tied
FROM city_figure;
