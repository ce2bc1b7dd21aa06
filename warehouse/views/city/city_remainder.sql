-- One row per month and city indicator that the report also prints for the province: the province, the cities' sum, and
-- what is left over. The cities never add up to the province; the rest belongs to 省直 units or to no city. rounding:
-- how far printed decimals may move the remainder.
-- Without a city there is no remainder: it would hold what that city has (5.0 % beside 3.5 %).
-- reads: figure, city_set
CREATE OR REPLACE VIEW city_remainder AS
WITH cities AS (
    SELECT
        month, indicator_code, sum(value)::DECIMAL(18, 4) AS city_sum, count(*) AS cities, max(decimals) AS decimals,
        sum(half_unit(decimals)) AS rounding,
        source_span(source, source_cell, member_position) AS cities_source,
        list([source_sheet, source_cell] ORDER BY member_position) AS cells
    FROM figure
    WHERE table_name = 'city'
    GROUP BY month, indicator_code
)
SELECT
    c.month, c.indicator_code, i.unit, greatest(c.decimals, p.decimals) AS decimals, p.value AS province,
    p.decimals AS province_decimals, c.decimals AS city_decimals, p.source AS province_source, c.city_sum, c.cities,
    c.cities_source, list_append(c.cells, [p.source_sheet, p.source_cell]) AS cells,
    c.rounding + half_unit(p.decimals) AS rounding,
    s.complete, s.unreported, CASE WHEN s.complete THEN p.value - c.city_sum END::DECIMAL(18, 4) AS remainder,
    CASE WHEN s.complete THEN 100.0 * (p.value - c.city_sum) / nullif(p.value, 0) END AS remainder_pct
FROM cities c
JOIN city_set s ON s.month = c.month AND s.indicator_code = c.indicator_code
JOIN indicator i ON i.code = c.indicator_code
JOIN figure p ON p.indicator_code = i.province_code AND p.month = c.month AND p.measure = 'cumulative'
    AND p.origin <> 'derived';
