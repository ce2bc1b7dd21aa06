-- One row per month and city indicator that the report also prints for the province: the province, the cities' sum, and
-- what is left over. The cities never add up to the province; the rest belongs to 省直 units or to no city. rounding:
-- how far printed decimals may move the remainder.
-- reads: figure
CREATE OR REPLACE VIEW city_remainder AS
WITH cities AS (
    SELECT
        month, indicator_code, sum(value)::DECIMAL(18, 4) AS city_sum, count(*) AS cities, max(decimals) AS decimals,
        sum(half_unit(decimals)) AS rounding,
        source_span(source, source_cell, member_position) AS cities_source
    FROM figure
    WHERE table_name = 'city'
    GROUP BY month, indicator_code
)
SELECT
    c.month, c.indicator_code, i.unit, greatest(c.decimals, p.decimals) AS decimals, p.value AS province,
    p.source AS province_source, c.city_sum, c.cities,
    c.cities_source, c.rounding + half_unit(p.decimals) AS rounding,
    (p.value - c.city_sum)::DECIMAL(18, 4) AS remainder,
    100.0 * (p.value - c.city_sum) / nullif(p.value, 0) AS remainder_pct
FROM cities c
JOIN indicator i ON i.code = c.indicator_code
JOIN figure p ON p.indicator_code = i.province_code AND p.month = c.month AND p.measure = 'cumulative'
    AND p.origin <> 'derived';
