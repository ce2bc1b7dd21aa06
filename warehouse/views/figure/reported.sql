-- One row per month, indicator, member and measure as a source states it, blanks included. A month's report goes before
-- a single public figure.
-- reads: live_load
CREATE OR REPLACE VIEW reported AS
WITH explained AS (
    SELECT load_id, source_sheet, source_cell, string_agg(reason, '；') AS explanation FROM reason GROUP BY load_id,
        source_sheet, source_cell
)
SELECT
    o.month, o.indicator_code, o.member_code, o.measure, o.value, o.bound, o.token, o.decimals, l.origin,
    l.simulated, o.load_id,
    o.source_sheet, o.source_cell, l.file_name,
    coalesce(c.title, l.source_title) AS source_title, coalesce(c.url, l.source_url) AS source_url,
    c.grade AS source_grade,
    nullif(concat_ws('；', c.note, '说明：' || e.explanation), '') AS note
FROM observation o
JOIN live_load l USING (load_id)
LEFT JOIN citation c USING (load_id, source_sheet, source_cell)
LEFT JOIN explained e USING (load_id, source_sheet, source_cell)
QUALIFY row_number() OVER (PARTITION BY o.month, o.indicator_code, o.member_code,
    o.measure ORDER BY l.dataset = 'report' DESC) = 1;
