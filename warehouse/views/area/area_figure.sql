-- One row per month, indicator and area of any level: the province and the cities with a value, from the monthly
-- report; counties and towns from their own workbooks, blanks included.
-- reads: report_area_figure, area_reported
CREATE OR REPLACE VIEW area_figure AS
SELECT month, indicator_code, area_code, value, token, decimals, source FROM report_area_figure
UNION ALL
SELECT month, indicator_code, area_code, value, token, decimals, source FROM area_reported;
