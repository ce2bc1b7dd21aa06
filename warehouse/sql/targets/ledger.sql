-- One row per clause as it stands in the data month, in the plans' order, the newest plan first.
-- each: month
SELECT data_month AS month, * EXCLUDE (data_month, position)
FROM ledger_row
ORDER BY plan_year DESC, position
