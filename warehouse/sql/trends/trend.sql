-- One row per series (indicator, member) and month from its first to its last figure, of the last $months months
-- (0: all), in the order chosen; months without a figure have NULL, so that a line breaks there. grown: a stock's 新增.
WITH chosen AS MATERIALIZED (  -- else each mention plans it anew, 1 ms of 10
    SELECT * FROM change
    WHERE list_contains($indicators::VARCHAR[], indicator_code) AND measure IN ($measure, 'monthly')
        AND (member_code = province() OR list_contains($members::VARCHAR[], member_code))
), spine AS (
    SELECT
        indicator_code, indicator_name, platform_name, unit, kind, change_unit, member_code, member_name,
        member_position, month_spine(min(month), max(month)) AS month
    FROM chosen
    WHERE measure = $measure
    GROUP BY ALL
)
SELECT
    s.month, s.indicator_code, s.member_code, $measure AS measure, s.indicator_name,
    platform_label(s.platform_name) AS platform_name, s.unit, s.kind, coalesce(c.decimals, i.decimals) AS decimals,
    s.member_name, c.value::DOUBLE AS value, c.bound, c.token, c.origin, c.origin_name, c.source, c.source_title,
    c.source_url, c.note, r.mark AS revision, g.value::DOUBLE AS grown, g.decimals AS grown_decimals,
    g.source AS grown_source, c.yoy::DOUBLE AS yoy, c.yoy_origin,
    s.change_unit
FROM spine s
JOIN indicator i ON i.code = s.indicator_code
LEFT JOIN chosen c ON c.month = s.month AND c.indicator_code = s.indicator_code AND c.member_code = s.member_code
    AND c.measure = $measure
LEFT JOIN chosen g ON s.kind = 'stock' AND $measure = 'cumulative' AND g.measure = 'monthly' AND g.month = s.month
    AND g.indicator_code = s.indicator_code AND g.member_code = s.member_code AND g.bound IS NULL
LEFT JOIN revision r ON r.month = c.month AND r.indicator_code = c.indicator_code AND r.member_code = c.member_code
    AND r.measure = c.measure AND c.origin <> 'derived'
WHERE $months::INTEGER = 0
    OR s.month > (SELECT max(month) FROM chosen WHERE measure = $measure) - to_months($months::INTEGER)
ORDER BY list_position($indicators::VARCHAR[], s.indicator_code), s.member_position, s.month
