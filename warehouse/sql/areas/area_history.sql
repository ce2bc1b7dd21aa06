-- One row per area, in the order asked, and month from its first to its last figure of one indicator up to $month.
-- Value is NULL in a month without one: a line breaks there.
WITH known AS (
    FROM area_figure WHERE indicator_code = $indicator AND month <= $month::DATE AND value IS NOT NULL
        AND area_code IN (SELECT unnest($areas::VARCHAR[]))  -- of a city no row of ten years of towns is read
), spine AS (
    SELECT area_code, month_spine(min(month), max(month)) AS month FROM known GROUP BY area_code
)
SELECT s.month, s.area_code, a.name AS area_name, up.name AS parent_name, f.value::DOUBLE AS value, f.decimals, i.unit,
    f.source
FROM spine s
JOIN area a ON a.code = s.area_code
LEFT JOIN area up ON up.code = a.parent_code
JOIN indicator i ON i.code = $indicator
LEFT JOIN known f USING (month, area_code)
ORDER BY list_position($areas::VARCHAR[], s.area_code), s.month
