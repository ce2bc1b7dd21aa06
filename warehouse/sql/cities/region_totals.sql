-- One row per region for an additive indicator of one month; none for a rate.
-- each: month, indicator
SELECT month, indicator_code AS indicator, region, cities, unreported, value::DOUBLE AS value,
    share_pct, per_10k, unit, decimals
FROM region_total
ORDER BY region_position
