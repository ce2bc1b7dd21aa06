-- One row per month, additive city indicator and region: the sum of those of its cities that have a figure, and who has
-- none. No share while any city is missing: it would only show who did not report.
-- reads: city_rank, city_set
CREATE OR REPLACE VIEW region_total AS
SELECT
    r.month, r.indicator_code, r.region, any_value(r.region_position) AS region_position, count(*) AS cities,
    sum(r.value)::DECIMAL(18, 4) AS value,
    CASE WHEN any_value(s.complete)
        THEN 100.0 * sum(r.value) / sum(sum(r.value)) OVER (PARTITION BY r.month, r.indicator_code) END AS share_pct,
    coalesce((SELECT string_agg(c.name, '、' ORDER BY c.position) FROM city c WHERE c.region = r.region
        AND list_contains(any_value(s.unreported_codes), c.code)), '') AS unreported,
    sum_per_10k(r.per_10k, r.population_10k, r.member_position) AS per_10k,
    any_value(r.unit) AS unit, max(r.decimals) AS decimals
FROM city_rank r
JOIN city_set s ON s.month = r.month AND s.indicator_code = r.indicator_code
JOIN indicator i ON i.code = r.indicator_code AND i.additive
GROUP BY r.month, r.indicator_code, r.region;
