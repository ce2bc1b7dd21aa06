-- One row per month, city indicator and city with a value: the city's own facts beside it, the value per 10,000
-- residents where cities add up, and how much printing may have hidden (half a unit of the last decimal; nothing for a
-- count in single units or a rate at its cap of 100 %).
-- reads: figure
CREATE OR REPLACE VIEW city_figure AS
WITH known AS (
    SELECT
        f.*, c.region, c.region_position, c.population_10k, i.additive,
        CASE WHEN f.better = 'lower' THEN 1 ELSE -1 END AS rank_sign,
        to_per_10k(i.additive, i.scale, c.population_10k) AS per_10k_factor,
        f.kind = 'rate' AND f.value >= 100 AS capped,
        f.kind IN ('stock', 'flow') AND counted_singly(f.decimals, i.scale) AS exact
    FROM figure f
    JOIN city c ON c.code = f.member_code
    JOIN indicator i ON i.code = f.indicator_code
    WHERE f.table_name = 'city'
)
SELECT
    * EXCLUDE (exact, per_10k_factor), value * per_10k_factor AS per_10k,
    CASE WHEN capped OR exact THEN 0 ELSE half_unit(decimals) END AS half,
    CASE WHEN exact THEN 0 ELSE half_unit(decimals) END * per_10k_factor AS per_10k_half
FROM known;
