-- One row per city and month of the year up to the month, from the first month with a rank: rank by $scale, NULL where
-- the city has none.
WITH ranks AS (
    SELECT l.month, l.member_code, l.rank, l.tied, l.ranked, f.value, f.decimals, f.unit, f.source
    FROM city_standing l
    JOIN city_figure f ON f.month = l.month AND f.indicator_code = l.indicator_code AND f.member_code = l.member_code
    WHERE l.indicator_code = $indicator AND l.scale = $scale AND l.month BETWEEN year_before($month::DATE) AND $month
), spine AS (
    SELECT month_spine(min(month), max(month)) AS month FROM ranks
)
SELECT s.month, c.code AS city_code, c.name AS city_name, r.rank, r.tied, r.ranked, r.value::DOUBLE AS value,
    r.decimals, r.unit, r.source
FROM spine s
CROSS JOIN city c
LEFT JOIN ranks r ON r.month = s.month AND r.member_code = c.code
ORDER BY c.position, s.month
