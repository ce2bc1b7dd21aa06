-- One row per month and city indicator: both sides beside each other, and the spread of the cities by what compares
-- them (per 10,000 residents where cities add up, else the value). gap: 粤东西北's level as % of 珠三角's. variation:
-- standard deviation of the cities as % of their mean. Levels and spread are NULL while a city is missing: one absent
-- city moved the ratio by 1.4 百分点, the other 35 months by 0.6.
-- reads: city_figure, city_set, side_total
CREATE OR REPLACE VIEW balance AS
WITH compared AS (
    SELECT *, coalesce(per_10k, value) AS amount FROM city_figure
), spread AS (
    SELECT
        month, indicator_code,
        max(amount) / nullif(min(amount), 0) AS max_to_min,
        few_named(list(member_name ORDER BY member_position) FILTER (amount = top)) AS highest_city,
        few_named(list(member_name ORDER BY member_position) FILTER (amount = bottom)) AS lowest_city,
        100 * stddev_pop(amount ORDER BY member_position) / nullif(avg(amount ORDER BY member_position), 0) AS variation
    FROM (SELECT *, max(amount) OVER cities AS top, min(amount) OVER cities AS bottom FROM compared
        WINDOW cities AS (PARTITION BY month, indicator_code))
    GROUP BY month, indicator_code
)
SELECT
    s.month, s.indicator_code, t.cities, t.complete, t.unreported, s.highest_city, s.lowest_city, p.additive, p.unit,
    greatest(p.decimals, r.decimals) AS decimals,
    p.total AS core_total, r.total AS rest_total, p.share_pct AS core_share, r.share_pct AS rest_share,
    p.source AS core_source, r.source AS rest_source,
    CASE WHEN t.complete THEN p.level END AS core_level, CASE WHEN t.complete THEN r.level END AS rest_level,
    CASE WHEN t.complete THEN 100 * r.level / nullif(p.level, 0) END AS gap,
    CASE WHEN t.complete THEN s.max_to_min END::DOUBLE AS max_to_min,
    CASE WHEN t.complete THEN s.variation END AS variation
FROM spread s
JOIN city_set t ON t.month = s.month AND t.indicator_code = s.indicator_code
JOIN side_total p ON p.month = s.month AND p.indicator_code = s.indicator_code AND p.side = '珠三角'
JOIN side_total r ON r.month = s.month AND r.indicator_code = s.indicator_code AND r.side = '粤东西北';
