-- One row per month, city indicator and city: its position among the cities that reported, 0 (last) to 100 (first): the share of the others that it
-- leaves behind, a tie counting half. Per 10,000 residents where cities add up, so that a large city does not lead by its size.
CREATE OR REPLACE VIEW city_position AS
SELECT
    l.month, l.indicator_code, l.member_code, l.scale, l.rank, l.tied, l.ranked,
    round(100.0 * (l.ranked - l.rank - (l.tied - 1) / 2.0) / nullif(l.ranked - 1, 0), 2)::DECIMAL(7, 2) AS position
FROM league l
JOIN indicator i ON i.code = l.indicator_code
WHERE l.scale = CASE WHEN i.additive THEN 'per_10k' ELSE 'value' END;

-- One row per month, city indicator and area (a region, or 全省 for all cities): where cities add up, their sum per 10,000 residents (sum); else
-- the middle city (median), since a rate or a count with overlaps has no sum. Residents of cities without a figure do not count.
CREATE OR REPLACE VIEW area_level AS
WITH placed AS (
    SELECT *, region AS area FROM city_figure UNION ALL
    SELECT *, '全省' FROM city_figure
)
SELECT
    month, indicator_code, area, count(*) AS cities, CASE WHEN any_value(additive) THEN 'sum' ELSE 'median' END AS level_kind,
    CASE WHEN any_value(additive) THEN sum(per_10k * population_10k ORDER BY member_position) / sum(population_10k ORDER BY member_position)
        ELSE median(value)::DOUBLE END AS level
FROM placed
GROUP BY month, indicator_code, area;
