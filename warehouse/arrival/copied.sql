-- One row per table of the workbook whose figures are nearly all those of the month before: how many, of how many, and
-- its first cell.
SELECT level, source_sheet, count(*) AS total, count(*) FILTER (value = then_value) AS same,
    min_by(source_cell, printf('%9d%3d%s', line, length(source_cell), source_cell)) AS source_cell
FROM pair
WHERE value IS NOT NULL AND then_value IS NOT NULL
GROUP BY level, source_sheet
HAVING total >= 12 AND same >= (SELECT threshold FROM rule WHERE code = 'copied') * total
ORDER BY source_sheet
