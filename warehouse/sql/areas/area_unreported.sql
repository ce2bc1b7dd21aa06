-- One row per area of `level` inside `within` without a value: the blank cell in `source` where one is printed.
SELECT a.code AS area_code, a.name AS area_name, p.name AS parent_name, r.source
FROM area a
JOIN area p ON p.code = a.parent_code
LEFT JOIN (FROM area_reported WHERE month = $month AND indicator_code = $indicator) r ON r.area_code = a.code
WHERE a.level = $level AND list_contains(a.inside, $within)
    AND a.code NOT IN (SELECT area_code FROM area_figure WHERE month = $month AND indicator_code = $indicator)
ORDER BY a.position
