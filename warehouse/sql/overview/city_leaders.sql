-- One row per city indicator of the month: the cities that hold its first and its last three ranks.
-- each: month
WITH ranked AS (
    SELECT *, rank() OVER (PARTITION BY month, indicator_code ORDER BY rank DESC) AS from_last
    FROM city_rank
)
SELECT
    month, platform_name, indicator_code, indicator_name, unit, any_value(decimals) AS decimals,
    list(member_name ORDER BY rank, member_position) FILTER (rank <= 3) AS head,
    list(value::DOUBLE ORDER BY rank, member_position) FILTER (rank <= 3) AS head_values,
    list(member_name ORDER BY from_last, member_position) FILTER (from_last <= 3) AS tail,
    list(value::DOUBLE ORDER BY from_last, member_position) FILTER (from_last <= 3) AS tail_values,
    count(*) AS cities, any_value(s.unreported) AS unreported
FROM ranked
JOIN city_set s USING (month, indicator_code)
GROUP BY month, platform_name, indicator_code, indicator_name, unit, indicator_position
ORDER BY indicator_position
