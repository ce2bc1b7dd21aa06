-- One row per indicator and area of a level inside another area, for one month: 环比, 同比, value per 10,000 residents,
-- competition rank among those areas (1, 1, 3; better = lower ranks upward) and last month's. Areas without a value are
-- absent. A macro and not a view: of ten million rows it must read three months and no more.
-- reads: area_figure
CREATE OR REPLACE MACRO area_standing(at_month, of_level, within) AS TABLE
WITH place AS (
    SELECT a.code AS area_code, a.name AS area_name, a.parent_code, a.inside, a.position AS area_position,
        a.population_10k, p.name AS parent_name
    FROM area a
    JOIN area p ON p.code = a.parent_code
    WHERE a.level = of_level AND list_contains(a.inside, within)
), known AS (
    SELECT
        f.*, p.* EXCLUDE (area_code), i.kind, i.unit, i.position AS indicator_position,
        CASE WHEN i.better = 'lower' THEN 1 ELSE -1 END AS rank_sign,
        f.value * to_per_10k(i.additive, i.scale, p.population_10k) AS per_10k
    FROM area_figure f
    JOIN place p USING (area_code)
    JOIN indicator i ON i.code = f.indicator_code
    -- Dates, not timestamps: only then are the other months skipped and not read.
    WHERE f.month IN (at_month, month_before(at_month), year_before(at_month))
), placed AS (
    SELECT
        *, count(*) OVER (PARTITION BY month, indicator_code) AS ranked,
        place(month, indicator_code, rank_sign * value) AS rank, sharing(month, indicator_code, value) AS tied,
        place(month, indicator_code, rank_sign * per_10k) AS per_10k_rank,
        sharing(month, indicator_code, per_10k) AS per_10k_tied
    FROM known
)
SELECT
    f.* EXCLUDE (rank_sign), b.value AS mom_base, changed(f.kind, f.value, b.value) AS mom,
    changed(f.kind, f.value, y.value) AS yoy,
    change_unit(f.kind) AS change_unit, b.rank - f.rank AS rank_change,
    b.per_10k_rank - f.per_10k_rank AS per_10k_rank_change
FROM (FROM placed WHERE month = at_month) f
LEFT JOIN (FROM placed WHERE month = month_before(at_month)) b USING (indicator_code, area_code)
LEFT JOIN (FROM placed WHERE month = year_before(at_month)) y USING (indicator_code, area_code);
