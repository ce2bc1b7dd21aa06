-- One row per number in the sentences of a month's report in force: system, section, bound, unit, and where it stands.
-- reads: live_load
CREATE OR REPLACE VIEW text_reported AS
SELECT
    t.month, strftime(t.month, '%Y-%m') AS month_text, t.system_code, coalesce(s.name, '') AS system_name, t.section,
    t.name, t.value, t.bound, t.unit, t.token, t.decimals, t.note, l.origin, l.simulated, t.load_id,
    origin_words(l.origin, l.simulated) AS origin_name, l.file_name, l.source_title, l.source_url,
    t.source_sheet, t.source_cell, cell_source(l.file_name, t.source_sheet, t.source_cell) AS source
FROM text_figure t
JOIN live_load l USING (load_id)
LEFT JOIN system s ON s.code = t.system_code;
