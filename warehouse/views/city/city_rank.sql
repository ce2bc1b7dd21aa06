-- One row per month, city indicator and city, by total and, where cities add up, per 10,000 residents. Competition rank (1, 1, 3);
-- better = lower ranks upward. Cities without a value are absent.
-- reads: city_figure
CREATE OR REPLACE VIEW city_rank AS
SELECT
    * EXCLUDE (direction), count(*) OVER month_indicator AS ranked,
    rank() OVER (month_indicator ORDER BY direction * value) AS rank,
    count(*) OVER (PARTITION BY month, indicator_code, value) AS tied,
    CASE WHEN per_10k IS NOT NULL THEN rank() OVER (month_indicator ORDER BY direction * per_10k) END AS per_10k_rank,
    CASE WHEN per_10k IS NOT NULL THEN count(*) OVER (PARTITION BY month, indicator_code, per_10k) END AS per_10k_tied
FROM city_figure
WINDOW month_indicator AS (PARTITION BY month, indicator_code);
