-- One row per figure that fits the past of another area in its column, whose figure fits the past of this one.
-- Counties and towns swing more than cities: only what would be a jump, and only under the same parent.
WITH odd AS (
    SELECT *, CASE level WHEN 'city' THEN 0.8 ELSE least END AS low,
        CASE level WHEN 'city' THEN 1.25 ELSE most END AS high
    FROM pair
    WHERE level IN ('city', 'county', 'town') AND value > 0 AND then_value > 0 AND NOT value / then_value BETWEEN low
        AND high
)
SELECT a.source_sheet, a.source_cell, a.indicator_code, a.member_code, a.measure, a.token,
    b.member_code AS other_member, b.source_cell AS other_cell
FROM odd a
JOIN odd b ON b.source_sheet = a.source_sheet AND b.indicator_code = a.indicator_code
    AND b.member_code <> a.member_code AND b.parent_code = a.parent_code
WHERE abs(a.value - b.then_value) <= 0.2 * b.then_value AND abs(b.value - a.then_value) <= 0.2 * a.then_value
ORDER BY a.column_key, a.line
