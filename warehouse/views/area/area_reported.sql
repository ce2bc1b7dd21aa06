-- One row per month, indicator and county or town as the workbook in force states it, blanks included.
-- reads: live_load
CREATE OR REPLACE VIEW area_reported AS
SELECT
    o.month, o.indicator_code, o.area_code, o.value, o.token, o.decimals, o.load_id, o.source_sheet, o.source_cell,
    l.file_name,
    origin_words('report', l.simulated) AS origin_name,
    cell_source(l.file_name, o.source_sheet, o.source_cell) AS source
FROM area_observation o
JOIN live_load l ON l.load_id = o.load_id AND l.dataset = 'area';
