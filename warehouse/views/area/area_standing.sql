-- One row per indicator and area of a level inside another area, for one month: 环比, 同比, value per 10,000 residents,
-- competition rank among those areas (1, 1, 3; better = lower ranks upward), its change since last month. Of one
-- indicator every area has a row, of all those with a cell. A macro and not a view: of ten million rows it must read
-- three months and no more.
-- reads: area_figure
CREATE OR REPLACE MACRO area_standing(at_month, of_level, within, of_indicator := NULL) AS TABLE
WITH place AS (
    SELECT a.code AS area_code, a.name AS area_name, a.parent_code, p.name AS parent_name, a.position AS area_position,
        a.population_10k
    FROM area a
    JOIN area p ON p.code = a.parent_code
    WHERE a.level = of_level AND list_contains(a.inside, within)
), compared AS (
    SELECT
        p.*, coalesce(f.indicator_code, of_indicator) AS indicator_code,
        any_value(f.value) FILTER (f.month = at_month) AS value,
        any_value(f.token) FILTER (f.month = at_month) AS token,
        any_value(f.decimals) FILTER (f.month = at_month) AS decimals,
        any_value(f.source) FILTER (f.month = at_month) AS source,
        any_value(f.value) FILTER (f.month = month_before(at_month)) AS mom_base,
        any_value(f.value) FILTER (f.month = year_before(at_month)) AS yoy_base
    FROM place p
    LEFT JOIN (
        FROM area_figure
        -- Dates, not timestamps: only then are the other months skipped and not read.
        WHERE month IN (at_month, month_before(at_month), year_before(at_month))
            AND (of_indicator IS NULL OR indicator_code = of_indicator)
    ) f USING (area_code)
    GROUP BY ALL
), measured AS (
    SELECT c.*, i.kind, i.unit, i.additive, i.position AS indicator_position,
        CASE WHEN i.better = 'lower' THEN 1 ELSE -1 END AS rank_sign,
        to_per_10k(i.additive, i.scale, c.population_10k) AS to_per_10k
    FROM compared c
    JOIN indicator i ON i.code = c.indicator_code
)
SELECT
    at_month AS month, * EXCLUDE (rank_sign, to_per_10k), value * to_per_10k AS per_10k,
    changed(kind, value, mom_base) AS mom, changed(kind, value, yoy_base) AS yoy, change_unit(kind) AS change_unit,
    count(value) OVER (PARTITION BY indicator_code) AS ranked,
    place(at_month, indicator_code, rank_sign * value) AS rank,
    sharing(at_month, indicator_code, rank_sign * value) AS tied,
    place(at_month, indicator_code, rank_sign * mom_base) - rank AS rank_change,
    place(at_month, indicator_code, rank_sign * value * to_per_10k) AS per_10k_rank,
    sharing(at_month, indicator_code, rank_sign * value * to_per_10k) AS per_10k_tied,
    place(at_month, indicator_code, rank_sign * mom_base * to_per_10k) - per_10k_rank AS per_10k_rank_change
FROM measured;
