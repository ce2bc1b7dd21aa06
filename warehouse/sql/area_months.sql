-- One row per month with a report or a workbook of counties and towns in force, newest first. areas: the second is there.
SELECT
    month, strftime(month, '%Y-%m') AS month_text, bool_or(dataset = 'area') AS areas, bool_or(dataset = 'area' AND partial) AS partial,
    max(file_name) FILTER (dataset = 'area') AS file_name, max(issued_on) FILTER (dataset = 'area') AS issued_on
FROM live_load
WHERE dataset IN ('report', 'area')
GROUP BY month
ORDER BY month DESC
