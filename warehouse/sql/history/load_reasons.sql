-- One row per reason given with a load.
SELECT code, CASE WHEN source_cell = '' THEN source_sheet ELSE source_sheet || '!' || source_cell END AS place, message,
    reason
FROM reason
WHERE load_id = $load
ORDER BY code, source_sheet, source_cell
