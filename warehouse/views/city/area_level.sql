-- One row per month, city indicator and area (a region, or 全省 for all cities): where cities add up, their sum per
-- 10,000 residents (sum); else the middle city (median), since a rate or a count with overlaps has no sum. Residents of
-- cities without a figure do not count.
-- reads: city_figure
CREATE OR REPLACE VIEW area_level AS
WITH placed AS (
    SELECT *, region AS area FROM city_figure UNION ALL
    SELECT *, '全省' FROM city_figure
)
SELECT
    month, indicator_code, area, count(*) AS cities,
    CASE WHEN any_value(additive) THEN 'sum' ELSE 'median' END AS level_kind,
    level_of(additive, value, per_10k, population_10k, member_position) AS level
FROM placed
GROUP BY month, indicator_code, area;
