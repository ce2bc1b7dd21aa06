-- One row per month, city indicator and side (珠三角, 粤东西北): the sum and its share of the 21 cities where cities
-- add up, its level (per 10,000 residents, or the middle city), and the cells. The share is NULL while a city is
-- missing: it would only show who did not report.
-- reads: city_figure
CREATE OR REPLACE VIEW side_total AS
WITH placed AS (
    SELECT *, side_of(region) AS side FROM city_figure
)
SELECT
    month, indicator_code, side, any_value(additive) AS additive, any_value(unit) AS unit, max(decimals) AS decimals,
    count(*) AS cities,
    CASE WHEN any_value(additive) THEN sum(value) END::DECIMAL(18, 4) AS total,
    CASE WHEN any_value(additive) AND sum(count(*)) OVER both_sides = (SELECT count(*) FROM city)
        THEN 100.0 * sum(value) / sum(sum(value)) OVER both_sides END AS share_pct,
    level_of(additive, value, per_10k, population_10k, member_position) AS level,
    cell_source(any_value(file_name), any_value(source_sheet),
        string_agg(source_cell, '、' ORDER BY member_position)) AS source
FROM placed
GROUP BY month, indicator_code, side
WINDOW both_sides AS (PARTITION BY month, indicator_code);
