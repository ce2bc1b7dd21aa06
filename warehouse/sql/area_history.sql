-- One row per area and month up to $month with a figure of one indicator.
SELECT f.month, f.area_code, a.name AS area_name, a.position AS area_position, f.value, f.decimals, i.unit, f.source
FROM area_figure f
JOIN area a ON a.code = f.area_code
JOIN indicator i ON i.code = f.indicator_code
WHERE f.indicator_code = $indicator AND f.month <= $month AND list_contains($areas, f.area_code)
ORDER BY a.position, f.month
