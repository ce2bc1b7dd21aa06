-- One row per indicator of the catalogue, in report order: what it is, its first and last month with a figure, and how
-- complete the reports are.
WITH known AS (
    SELECT
        indicator_code, count(*) AS figures, min(month) AS first_month, max(month) AS last_month,
        count(*) FILTER (origin = 'report') AS reported, count(*) FILTER (origin = 'derived') AS derived,
        count(*) FILTER (origin = 'public') AS public
    FROM figure
    GROUP BY indicator_code
    UNION ALL  -- what only counties and towns report
    SELECT r.indicator_code, count(*), min(r.month), max(r.month), count(*), 0, 0
    FROM area_reported r
    JOIN indicator i ON i.code = r.indicator_code AND i.table_name = 'area'
    WHERE r.value IS NOT NULL
    GROUP BY r.indicator_code
), complete AS (
    SELECT indicator_code, count(*) FILTER (state = 'value') AS cells,
        count(*) FILTER (state <> 'unprinted') AS expected
    FROM coverage
    GROUP BY indicator_code
)
SELECT
    i.code AS indicator_code, i.table_name, platform_label(p.name) AS platform_name, i.name AS indicator_name,
    i.definition, i.unit, i.decimals,
    i.kind, i.measures, i.additive, i.better, i.province_code, i.since, i.until,
    coalesce(strftime(k.first_month, '%Y-%m'), '') AS first_text,
    coalesce(strftime(k.last_month, '%Y-%m'), '') AS last_text,
    coalesce(k.figures, 0) AS figures, coalesce(k.reported, 0) AS reported, coalesce(k.derived, 0) AS derived,
    coalesce(k.public, 0) AS public,
    c.cells, c.expected
FROM indicator i
LEFT JOIN platform p ON p.code = i.platform_code
LEFT JOIN known k ON k.indicator_code = i.code
LEFT JOIN complete c ON c.indicator_code = i.code
ORDER BY i.position
