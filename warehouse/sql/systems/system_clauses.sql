-- One row per clause that names the system, the newest plan first.
SELECT plan_year, number, title, array_to_string(leads, '、') AS leads, known
FROM system_clause
WHERE system_code = $system
ORDER BY plan_year DESC, position
