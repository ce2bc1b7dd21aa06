-- One row per figure as it leaves the dashboard, in the order that pages, files and addresses share: newest month
-- first, then as the report prints.
-- reads: figure, revision
CREATE OR REPLACE VIEW download_row AS
SELECT
    f.month, strftime(f.month, '%Y-%m') AS month_text, f.table_name, f.platform_code,
    platform_label(f.platform_name) AS platform_name,
    f.indicator_code, f.indicator_name, f.indicator_position, f.member_code, f.member_name, f.member_position,
    CASE WHEN f.table_name = 'project' THEN 2 WHEN f.member_code = province() THEN 0 ELSE 1 END AS member_block,
    coalesce(c.region, '') AS region,
    f.measure, CASE f.measure WHEN 'monthly' THEN i.monthly END AS monthly, f.measure_name, f.value, f.decimals, f.unit,
    CASE f.bound WHEN 'above' THEN '下限' WHEN 'below' THEN '上限' ELSE '' END AS bound_name,
    f.token, f.origin, f.origin_name, coalesce(r.mark, '') AS revision, f.file_name, f.source,
    coalesce(f.source_url, '') AS source_url, coalesce(f.note, '') AS note
FROM figure f
JOIN indicator i ON i.code = f.indicator_code
LEFT JOIN city c ON c.code = f.member_code
LEFT JOIN revision r ON f.origin <> 'derived'
    AND r.month = f.month AND r.indicator_code = f.indicator_code AND r.member_code = f.member_code
    AND r.measure = f.measure
ORDER BY f.month DESC, f.indicator_position, f.member_position, f.measure;
