-- At most one row: the province's figure, the cities' sum and the remainder; none where the report prints no provincial
-- figure.
-- each: month, indicator
SELECT month, indicator_code AS indicator, province::DOUBLE AS province, province_source,
    city_sum::DOUBLE AS city_sum, remainder::DOUBLE AS remainder, remainder_pct, cities, complete, unreported, unit,
    decimals, province_decimals
FROM city_remainder
