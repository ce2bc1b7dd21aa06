-- One row per cell that says something else than was first published for it, of any dataset: its place, its month, the
-- mark; `shared`: another workbook in force has the same file name, so that only month and place together are one cell.
WITH cell AS (
    SELECT month, file_name, source_sheet, source_cell, source, mark FROM revision
    UNION ALL SELECT month, file_name, source_sheet, source_cell, source, mark FROM area_revision
), named_twice AS (
    SELECT file_name FROM live_load GROUP BY file_name HAVING count(*) > 1
)
SELECT strftime(month, '%Y-%m') AS month_text, file_name || '｜' || source_sheet AS sheet, source_cell AS cell, mark,
    file_name IN (FROM named_twice) AS shared
FROM cell
ORDER BY source, month
