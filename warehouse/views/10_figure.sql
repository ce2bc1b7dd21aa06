-- What the stored numbers mean. Every page, export and check reads these views; no formula stands anywhere else.
-- SET VARIABLE as_of_load = n shows everything as it was known after load n.

-- One row per load in force: the latest of its month, or of the set of public figures, unless that one takes the month back.
CREATE OR REPLACE VIEW live_load AS
SELECT *
FROM (
    SELECT * EXCLUDE (workbook)
    FROM load
    WHERE load_id <= coalesce(getvariable('as_of_load'), 2147483647)
    QUALIFY row_number() OVER (PARTITION BY dataset, month ORDER BY load_id DESC) = 1
)
WHERE NOT withdrawn;

-- One row per month, indicator, member and measure as a source states it, blanks included. A month's report goes before a single public figure.
CREATE OR REPLACE VIEW reported AS
WITH explained AS (
    SELECT load_id, source_sheet, source_cell, string_agg(reason, '；') AS explanation FROM reason GROUP BY load_id, source_sheet, source_cell
)
SELECT
    o.month, o.indicator_code, o.member_code, o.measure, o.value, o.bound, o.token, o.decimals, l.origin, o.load_id,
    o.source_sheet, o.source_cell, l.file_name,
    coalesce(c.title, l.source_title) AS source_title, coalesce(c.url, l.source_url) AS source_url, c.grade AS source_grade,
    nullif(concat_ws('；', c.note, '说明：' || e.explanation), '') AS note
FROM observation o
JOIN live_load l USING (load_id)
LEFT JOIN citation c USING (load_id, source_sheet, source_cell)
LEFT JOIN explained e USING (load_id, source_sheet, source_cell)
QUALIFY row_number() OVER (PARTITION BY o.month, o.indicator_code, o.member_code, o.measure ORDER BY l.dataset = 'report' DESC) = 1;

-- One row per stock, member and month whose following month is known: this month's 累计 as that month's 累计 − 当月.
-- Only a stock grows by its 当月; for an average or a rate the difference means nothing (日均访问人数 would be −8,862).
CREATE OR REPLACE VIEW back_calculated AS
SELECT
    (c.month - INTERVAL 1 MONTH)::DATE AS month, c.indicator_code, c.member_code, c.measure,
    (c.value - m.value)::DECIMAL(18, 4) AS value, greatest(c.decimals, m.decimals) AS decimals, c.load_id,
    c.source_sheet, c.source_cell || '−' || m.source_cell AS source_cell, c.file_name, c.source_title, c.source_url
FROM reported c
JOIN reported m ON m.month = c.month AND m.indicator_code = c.indicator_code AND m.member_code = c.member_code AND m.measure = 'monthly'
JOIN indicator i ON i.code = c.indicator_code AND i.kind = 'stock'
WHERE c.measure = 'cumulative' AND c.value IS NOT NULL AND m.value IS NOT NULL AND c.bound IS NULL AND m.bound IS NULL;

-- One row per back-calculated figure that no source states: it stands in for the missing one.
CREATE OR REPLACE VIEW derived AS
SELECT *
FROM back_calculated b
WHERE NOT EXISTS (
    FROM reported p
    WHERE p.month = b.month AND p.indicator_code = b.indicator_code AND p.member_code = b.member_code AND p.measure = b.measure AND p.value IS NOT NULL
);

-- One row per month, indicator, member and measure that has a value. origin: report, public or derived. `source` is where it stands.
CREATE OR REPLACE VIEW figure AS
WITH every AS (
    SELECT month, indicator_code, member_code, measure, value, bound, token, decimals, origin, load_id,
        file_name, source_sheet, source_cell, source_title, source_url, source_grade, note
    FROM reported
    WHERE value IS NOT NULL
    UNION ALL BY NAME
    SELECT *, 'derived' AS origin, '推算' AS token FROM derived
)
SELECT
    e.*, i.table_name, i.platform_code, p.name AS platform_name, i.name AS indicator_name, i.unit, i.kind, i.better, i.position AS indicator_position,
    coalesce(c.name, s.name, '全省') AS member_name, coalesce(c.position, s.position, 0) AS member_position,
    CASE e.measure WHEN 'cumulative' THEN '累计' WHEN 'monthly' THEN '当月' ELSE '当年' END AS measure_name,
    CASE e.origin WHEN 'report' THEN '月报' WHEN 'public' THEN '公开数据' ELSE '推算' END AS origin_name,
    e.file_name || '｜' || e.source_sheet || '!' || e.source_cell AS source
FROM every e
JOIN indicator i ON i.code = e.indicator_code
LEFT JOIN platform p ON p.code = i.platform_code
LEFT JOIN city c ON c.code = e.member_code
LEFT JOIN stage s ON s.code = e.member_code;
