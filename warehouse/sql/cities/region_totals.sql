-- One row per region for an additive indicator of one month; none for a rate.
SELECT region, cities, unreported, value::DOUBLE AS value, share_pct, per_10k, unit, decimals
FROM region_total
WHERE month = $month AND indicator_code = $indicator
ORDER BY region_position
