-- One row per number of the reports' text up to the month ($system '': of all systems in that month only), as the
-- reports print them, newest first.
SELECT
    month_text, system_name, section, name, value::DOUBLE AS value, bound, unit, token, decimals, note, origin_name,
    source
FROM text_reported
WHERE CASE $system WHEN '' THEN month = $month ELSE system_code = $system AND month <= $month END
ORDER BY month DESC, len(source_cell), source_cell
