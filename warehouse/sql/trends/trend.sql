-- One row per series (indicator, member) and month from its first to its last figure, of the last $months months
-- (0: all), in the order chosen; months without a figure have NULL, so that a line breaks there. grown: a stock's 新增.
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
    platform_label(p.name) AS platform_name, i.unit, i.kind, coalesce(c.decimals, i.decimals) AS decimals,
    member_label(city.name, stage.name) AS member_name, c.value::DOUBLE AS value, c.bound, c.token, c.origin,
    c.origin_name, c.source, c.source_title, c.source_url, c.note, r.mark AS revision,
    g.value::DOUBLE AS grown, g.decimals AS grown_decimals, g.source AS grown_source,
    CASE WHEN c.bound IS NULL AND y.bound IS NULL THEN changed(i.kind, c.value, y.value) END::DOUBLE AS yoy,
    change_unit(i.kind) AS change_unit, CASE WHEN y.origin = 'derived' THEN '（推算）' ELSE '' END AS yoy_derived
FROM spine s
JOIN indicator i ON i.code = s.indicator_code
LEFT JOIN platform p ON p.code = i.platform_code
LEFT JOIN chosen c USING (month, indicator_code, member_code)
LEFT JOIN chosen y ON y.month = year_before(s.month) AND y.indicator_code = s.indicator_code
    AND y.member_code = s.member_code
LEFT JOIN figure g ON i.kind = 'stock' AND $measure = 'cumulative' AND g.measure = 'monthly' AND g.month = s.month
    AND g.indicator_code = s.indicator_code AND g.member_code = s.member_code AND g.bound IS NULL
LEFT JOIN revision r ON r.month = c.month AND r.indicator_code = c.indicator_code AND r.member_code = c.member_code
    AND r.measure = c.measure AND c.origin <> 'derived'
LEFT JOIN city ON city.code = s.member_code
LEFT JOIN stage ON stage.code = s.member_code
WHERE $months::INTEGER = 0 OR s.month > (SELECT max(month) FROM chosen) - to_months($months::INTEGER)
ORDER BY list_position($indicators::VARCHAR[], s.indicator_code), coalesce(city.position, stage.position, 0), s.month
