-- One row per month, indicator and county or town as the workbook in force states it, blanks included.
CREATE OR REPLACE VIEW area_reported AS
SELECT
    o.month, o.indicator_code, o.area_code, o.value, o.token, o.decimals, o.load_id, o.source_sheet, o.source_cell, l.file_name,
    l.file_name || '｜' || o.source_sheet || '!' || o.source_cell AS source
FROM area_observation o
JOIN live_load l ON l.load_id = o.load_id AND l.dataset = 'area';

-- One row per month, city indicator and area of any level with a value: the province and the cities from the monthly report, the others from their own
-- workbooks. The province only where the report prints the same quantity for it.
CREATE OR REPLACE VIEW area_figure AS
SELECT f.month, i.code AS indicator_code, f.member_code AS area_code, f.value, f.token, f.decimals, f.source
FROM figure f
JOIN indicator i ON i.province_code = f.indicator_code
WHERE f.measure = 'cumulative' AND f.origin <> 'derived' AND f.bound IS NULL
UNION ALL
SELECT month, indicator_code, member_code, value, token, decimals, source FROM figure WHERE table_name = 'city'
UNION ALL
SELECT month, indicator_code, area_code, value, token, decimals, source FROM area_reported WHERE value IS NOT NULL;

-- One row per indicator and area of a level inside another area, for one month: 环比, 同比, value per 10,000 residents, competition rank among those
-- areas (1, 1, 3; better = lower ranks upward) and last month's. Areas without a value are absent.
-- A macro and not a view: of ten million rows it must read three months and no more.
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

-- One row per area of a level inside another area and indicator (an empty list: all), for one month, blanks included: as it leaves the dashboard.
CREATE OR REPLACE MACRO area_rows(at_month, of_level, within, chosen) AS TABLE
WITH place AS (  -- inside: the province, the city, and for most towns the county
    SELECT
        a.*, city.name AS city_name, CASE WHEN a.level = 'county' THEN a.name ELSE coalesce(county.name, '') END AS county_name,
        CASE WHEN a.level = 'town' THEN a.name ELSE '' END AS town_name
    FROM area a
    JOIN area city ON city.code = a.inside[2]
    LEFT JOIN area county ON county.code = a.inside[3]
    WHERE a.level = of_level AND list_contains(a.inside, within)
)
SELECT
    strftime(r.month, '%Y-%m') AS month_text, a.city_name, a.county_name, a.town_name, a.code AS area_code, p.name AS platform_name, i.name AS indicator_name,
    r.value, i.unit, r.token, r.source, i.code AS indicator_code, a.position AS area_position, i.position AS indicator_position
FROM (FROM area_reported WHERE month = at_month) r
JOIN place a ON a.code = r.area_code
JOIN indicator i ON i.code = r.indicator_code
JOIN platform p ON p.code = i.platform_code
WHERE len(chosen) = 0 OR list_contains(chosen, r.indicator_code);
