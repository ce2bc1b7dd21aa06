-- One row per city that reported the indicator in the month, best first, ties in official order.
SELECT
    member_code AS city_code, member_name AS city_name, region, member_position AS position, rank, tied, ranked, value::DOUBLE AS value, unit, decimals,
    per_10k, population_10k, source
FROM city_rank
WHERE month = $month AND indicator_code = $indicator
ORDER BY rank, member_position
