-- One row per clause of the chosen plan years (none chosen: all) as it stands in the data month, in the plans' order,
-- the newest plan first.
SELECT * EXCLUDE (data_month, position)
FROM ledger_row
WHERE data_month = $month AND (len($plans::INTEGER[]) = 0 OR list_contains($plans::INTEGER[], plan_year))
ORDER BY plan_year DESC, position
