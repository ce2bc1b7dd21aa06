-- One row per month, city indicator, city and scale (value; per_10k where cities add up), amounts signed so that the smaller stands before:
-- what is ranked, and the least and the most it can be before it was rounded. Decimals, so that two bounds which touch are equal.
-- reads: city_figure
CREATE OR REPLACE VIEW league_amount AS
SELECT month, indicator_code, member_code, 'value' AS scale, (direction * value)::DECIMAL(28, 8) AS amount, half::DECIMAL(28, 8) AS half FROM city_figure
UNION ALL
SELECT month, indicator_code, member_code, 'per_10k', (direction * per_10k)::DECIMAL(28, 8), per_10k_half::DECIMAL(28, 8)
FROM city_figure
WHERE per_10k IS NOT NULL;
