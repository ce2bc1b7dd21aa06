-- One row per city indicator and city of the month: its position among the cities, 0 (last) to 100 (first).
-- each: month
SELECT p.month, p.indicator_code, i.name AS indicator_name, p.member_code AS city_code, c.name AS city_name,
    p.position::DOUBLE AS position,
    p.scale, p.rank, p.tied, p.ranked, f.source
FROM city_position p
JOIN indicator i ON i.code = p.indicator_code
JOIN city_figure f ON f.month = p.month AND f.indicator_code = p.indicator_code AND f.member_code = p.member_code
JOIN city c ON c.code = p.member_code
ORDER BY i.position, c.position
