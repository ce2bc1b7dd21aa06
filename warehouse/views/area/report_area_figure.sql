-- One row per month, city indicator and the province or a city with a value, from the monthly report. The province only
-- where the report prints the same quantity for it.
-- reads: figure
CREATE OR REPLACE VIEW report_area_figure AS
SELECT f.month, i.code AS indicator_code, f.member_code AS area_code, f.value, f.token, f.decimals, f.source
FROM figure f
JOIN indicator i ON i.province_code = f.indicator_code
WHERE f.measure = 'cumulative' AND f.origin <> 'derived' AND f.bound IS NULL
UNION ALL
SELECT month, indicator_code, member_code, value, token, decimals, source FROM figure WHERE table_name = 'city';
