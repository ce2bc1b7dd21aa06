-- What one of an indicator's unit is per 10,000 residents; NULL where areas do not add up or the residents are unknown.
CREATE OR REPLACE MACRO to_per_10k(additive, scale, population_10k) AS CASE WHEN additive THEN scale / population_10k END;

-- One row per month, city indicator and city with a value: the city's own facts beside it, the value per 10,000 residents where cities add up, and
-- how much printing may have hidden (half a unit of the last decimal; nothing for a count in single units or a rate at its cap of 100 %).
CREATE OR REPLACE VIEW city_figure AS
WITH known AS (
    SELECT
        f.*, c.region, c.region_position, c.population_10k, i.additive, CASE WHEN f.better = 'lower' THEN 1 ELSE -1 END AS direction,
        to_per_10k(i.additive, i.scale, c.population_10k) AS per_10k_factor,
        f.kind = 'rate' AND f.value >= 100 AS capped,
        f.kind IN ('stock', 'flow') AND f.decimals = 0 AND i.scale = 1 AS exact
    FROM figure f
    JOIN city c ON c.code = f.member_code
    JOIN indicator i ON i.code = f.indicator_code
    WHERE f.table_name = 'city'
)
SELECT
    * EXCLUDE (exact, per_10k_factor), value * per_10k_factor AS per_10k,
    CASE WHEN capped OR exact THEN 0 ELSE 0.5 / 10 ** decimals END AS half,
    CASE WHEN exact THEN 0 ELSE 0.5 / 10 ** decimals END * per_10k_factor AS per_10k_half
FROM known;

-- One row per month, city indicator and city, by total and, where cities add up, per 10,000 residents. Competition rank (1, 1, 3);
-- better = lower ranks upward. Cities without a value are absent.
CREATE OR REPLACE VIEW city_rank AS
SELECT
    * EXCLUDE (direction), count(*) OVER month_indicator AS ranked,
    rank() OVER (month_indicator ORDER BY direction * value) AS rank,
    count(*) OVER (PARTITION BY month, indicator_code, value) AS tied,
    CASE WHEN per_10k IS NOT NULL THEN rank() OVER (month_indicator ORDER BY direction * per_10k) END AS per_10k_rank,
    CASE WHEN per_10k IS NOT NULL THEN count(*) OVER (PARTITION BY month, indicator_code, per_10k) END AS per_10k_tied
FROM city_figure
WINDOW month_indicator AS (PARTITION BY month, indicator_code);

-- One row per month, additive city indicator and region.
CREATE OR REPLACE VIEW region_total AS
SELECT
    r.month, r.indicator_code, r.region, any_value(r.region_position) AS region_position, count(*) AS cities,
    sum(r.value)::DECIMAL(18, 4) AS value, 100.0 * sum(r.value) / sum(sum(r.value)) OVER (PARTITION BY r.month, r.indicator_code) AS share_pct,
    sum(r.per_10k * r.population_10k ORDER BY r.member_position) / sum(r.population_10k ORDER BY r.member_position) AS per_10k,
    any_value(r.unit) AS unit, max(r.decimals) AS decimals
FROM city_rank r
JOIN indicator i ON i.code = r.indicator_code AND i.additive
GROUP BY r.month, r.indicator_code, r.region;

-- One row per month and city indicator that the report also prints for the province: the province, the cities' sum, and what is left over.
-- The cities never add up to the province; the rest belongs to 省直 units or to no city. rounding: how far printed decimals may move the remainder.
CREATE OR REPLACE VIEW city_remainder AS
WITH cities AS (
    SELECT
        month, indicator_code, sum(value)::DECIMAL(18, 4) AS city_sum, count(*) AS cities, max(decimals) AS decimals,
        sum(0.5 / 10 ** decimals) AS rounding,
        arg_min(source, member_position) || '…' || arg_max(source_cell, member_position) AS cities_source
    FROM figure
    WHERE table_name = 'city'
    GROUP BY month, indicator_code
)
SELECT
    c.month, c.indicator_code, i.unit, greatest(c.decimals, p.decimals) AS decimals, p.value AS province, p.source AS province_source, c.city_sum, c.cities,
    c.cities_source, c.rounding + 0.5 / 10 ** p.decimals AS rounding,
    (p.value - c.city_sum)::DECIMAL(18, 4) AS remainder, 100.0 * (p.value - c.city_sum) / nullif(p.value, 0) AS remainder_pct
FROM cities c
JOIN indicator i ON i.code = c.indicator_code
JOIN figure p ON p.indicator_code = i.province_code AND p.month = c.month AND p.measure = 'cumulative' AND p.origin <> 'derived';
