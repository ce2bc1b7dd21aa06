-- One row per city indicator of one month and end of the table (head, tail), each with up to $cities cities that share
-- or hold its ranks.
-- each: month
WITH ranked AS (
    SELECT *, rank() OVER (PARTITION BY month, indicator_code ORDER BY rank DESC) AS from_last
    FROM city_rank
)
SELECT
    month, platform_name, indicator_code, indicator_name, unit, any_value(decimals) AS decimals,
    indicator_position,
    list(member_name ORDER BY rank, member_position) FILTER (rank <= $cities) AS head,
    list(value::DOUBLE ORDER BY rank, member_position) FILTER (rank <= $cities) AS head_values,
    list(member_name ORDER BY from_last, member_position) FILTER (from_last <= $cities) AS tail,
    list(value::DOUBLE ORDER BY from_last, member_position) FILTER (from_last <= $cities) AS tail_values,
    count(*) AS cities, any_value(s.unreported) AS unreported
FROM ranked
JOIN city_set s USING (month, indicator_code)
GROUP BY month, platform_name, indicator_code, indicator_name, unit, indicator_position
ORDER BY indicator_position
