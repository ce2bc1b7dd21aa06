-- One row per indicator and area of a level inside another area, for one month: 环比, 同比, value per 10,000 residents, competition rank among those
-- areas (1, 1, 3; better = lower ranks upward) and last month's. Areas without a value are absent.
-- A macro and not a view: of ten million rows it must read three months and no more.
-- reads: area_figure
CREATE OR REPLACE MACRO area_standing(at_month, of_level, within) AS TABLE
WITH place AS (
    SELECT a.code AS area_code, a.name AS area_name, a.parent_code, a.inside, a.position AS area_position, a.population_10k, p.name AS parent_name
    FROM area a
    JOIN area p ON p.code = a.parent_code
    WHERE a.level = of_level AND list_contains(a.inside, within)
), known AS (
    SELECT
        f.*, p.* EXCLUDE (area_code), i.kind, i.unit, i.position AS indicator_position,
        CASE WHEN i.better = 'lower' THEN 1 ELSE -1 END AS direction, f.value * to_per_10k(i.additive, i.scale, p.population_10k) AS per_10k
    FROM area_figure f
    JOIN place p USING (area_code)
    JOIN indicator i ON i.code = f.indicator_code
    -- Dates, not timestamps: only then are the other months skipped and not read.
    WHERE f.month IN (at_month, (at_month - INTERVAL 1 MONTH)::DATE, (at_month - INTERVAL 1 YEAR)::DATE)
), placed AS (
    SELECT
        *, count(*) OVER area_peers AS ranked, rank() OVER (area_peers ORDER BY direction * value) AS rank,
        count(*) OVER (PARTITION BY month, indicator_code, value) AS tied,
        CASE WHEN per_10k IS NOT NULL THEN rank() OVER (area_peers ORDER BY direction * per_10k) END AS per_10k_rank,
        CASE WHEN per_10k IS NOT NULL THEN count(*) OVER (PARTITION BY month, indicator_code, per_10k) END AS per_10k_tied
    FROM known
    WINDOW area_peers AS (PARTITION BY month, indicator_code)
)
SELECT
    f.* EXCLUDE (direction), b.value AS mom_base, changed(f.kind, f.value, b.value) AS mom, changed(f.kind, f.value, y.value) AS yoy,
    CASE WHEN f.kind = 'rate' THEN '百分点' ELSE '%' END AS change_unit, b.rank - f.rank AS rank_change, b.per_10k_rank - f.per_10k_rank AS per_10k_rank_change
FROM (FROM placed WHERE month = at_month) f
LEFT JOIN (FROM placed WHERE month = (at_month - INTERVAL 1 MONTH)::DATE) b USING (indicator_code, area_code)
LEFT JOIN (FROM placed WHERE month = (at_month - INTERVAL 1 YEAR)::DATE) y USING (indicator_code, area_code);
