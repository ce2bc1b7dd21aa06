-- One row per month with a report or a workbook of counties and towns in force, newest first: which of the two is
-- there. complete: a page may open on it.
SELECT
    month, strftime(month, '%Y-%m') AS month_text, bool_or(dataset = 'area') AS areas,
    bool_or(dataset = 'area' OR NOT partial) AS complete,
    bool_or(dataset = 'area' AND partial) AS partial, max(file_name) FILTER (dataset = 'report') AS report_file,
    max(file_name) FILTER (dataset = 'area') AS area_file, max(load_id) FILTER (dataset = 'area') AS area_load
FROM live_load
WHERE dataset IN ('report', 'area')
GROUP BY month
ORDER BY month DESC
