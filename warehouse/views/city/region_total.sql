-- One row per month, additive city indicator and region.
-- reads: city_rank
CREATE OR REPLACE VIEW region_total AS
SELECT
    r.month, r.indicator_code, r.region, any_value(r.region_position) AS region_position, count(*) AS cities,
    sum(r.value)::DECIMAL(18, 4) AS value,
    100.0 * sum(r.value) / sum(sum(r.value)) OVER (PARTITION BY r.month, r.indicator_code) AS share_pct,
    sum_per_10k(r.per_10k, r.population_10k, r.member_position) AS per_10k,
    any_value(r.unit) AS unit, max(r.decimals) AS decimals
FROM city_rank r
JOIN indicator i ON i.code = r.indicator_code AND i.additive
GROUP BY r.month, r.indicator_code, r.region;
