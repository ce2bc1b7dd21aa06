-- One row per month, member and measure that an indicator has a figure for, newest month first: what its source can be
-- asked for.
-- each: indicator
SELECT indicator_code AS indicator, strftime(month, '%Y-%m') AS month_text, month, member_code, member_name, measure,
    measure_name
FROM figure
ORDER BY month DESC, member_position, measure
