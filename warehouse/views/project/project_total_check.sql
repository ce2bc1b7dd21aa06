-- One row per month and project measure: the stated total against the sum of the six stages. They must be equal.
-- reads: printed_figure
CREATE OR REPLACE VIEW project_total_check AS
SELECT
    month, indicator_code, measure, any_value(indicator_name) AS indicator_name,
        any_value(measure_name) AS measure_name, any_value(unit) AS unit,
    max(value) FILTER (member_code = 'total')::DECIMAL(18, 4) AS stated,
        sum(value) FILTER (member_code <> 'total')::DECIMAL(18, 4) AS stage_sum,
    max(decimals) AS decimals, max(source) FILTER (member_code = 'total') AS source,
        count(*) FILTER (member_code <> 'total') AS stages,
    string_agg(source_cell, '、' ORDER BY member_position) FILTER (member_code <> 'total') AS stage_cells,
    list([source_sheet, source_cell] ORDER BY member_code <> 'total', member_position) AS cells
FROM printed_figure
WHERE table_name = 'project'
GROUP BY month, indicator_code, measure;
