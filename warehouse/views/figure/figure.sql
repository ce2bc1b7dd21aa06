-- One row per month, indicator, member and measure that has a value. origin: report, public or derived. `source` is
-- where it stands.
-- reads: reported, derived
CREATE OR REPLACE VIEW figure AS
WITH every AS (
    SELECT month, indicator_code, member_code, measure, value, bound, token, decimals, origin, simulated, load_id,
        file_name, source_sheet, source_cell, source_title, source_url, source_grade, note
    FROM reported
    WHERE value IS NOT NULL
    UNION ALL BY NAME
    SELECT *, 'derived' AS origin, origin_name('derived') AS token FROM derived
)
SELECT
    e.*, i.table_name, i.platform_code, p.name AS platform_name, i.name AS indicator_name, i.unit, i.kind, i.better,
    i.position AS indicator_position,
    member_label(c.name, s.name) AS member_name, coalesce(c.position, s.position, 0) AS member_position,
    CASE e.measure WHEN 'monthly' THEN i.monthly_name ELSE measure_name(e.measure) END AS measure_name,
    origin_words(e.origin, e.simulated) AS origin_name,
    cell_source(e.file_name, e.source_sheet, e.source_cell) AS source
FROM every e
JOIN indicator i ON i.code = e.indicator_code
LEFT JOIN platform p ON p.code = i.platform_code
LEFT JOIN city c ON c.code = e.member_code
LEFT JOIN stage s ON s.code = e.member_code;
