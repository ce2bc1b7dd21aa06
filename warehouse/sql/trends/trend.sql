-- One row per series (indicator, member) and month from its first to its last figure; months without one have NULL, so
-- that a line breaks there.
WITH chosen AS (
    SELECT * FROM figure
    WHERE list_contains($indicators::VARCHAR[], indicator_code) AND measure = $measure
        AND (member_code = province() OR list_contains($members::VARCHAR[], member_code))
), spine AS (
    SELECT indicator_code, member_code, month_spine(min(month), max(month)) AS month
    FROM chosen
    GROUP BY indicator_code, member_code
)
SELECT
    s.month, s.indicator_code, s.member_code, $measure AS measure, i.name AS indicator_name,
    platform_label(p.name) AS platform_name, i.unit, i.decimals,
    member_label(city.name, stage.name) AS member_name, c.value::DOUBLE AS value, c.bound, c.token, c.origin,
    c.origin_name, c.source,
    c.source_title, c.source_url, c.note, r.mark AS revision
FROM spine s
JOIN indicator i ON i.code = s.indicator_code
LEFT JOIN platform p ON p.code = i.platform_code
LEFT JOIN chosen c USING (month, indicator_code, member_code)
LEFT JOIN revision r ON r.month = c.month AND r.indicator_code = c.indicator_code AND r.member_code = c.member_code
    AND r.measure = c.measure AND c.origin <> 'derived'
LEFT JOIN city ON city.code = s.member_code
LEFT JOIN stage ON stage.code = s.member_code
ORDER BY i.position, coalesce(city.position, stage.position, 0), s.month
