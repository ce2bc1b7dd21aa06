-- One row per headline indicator (two a platform), present or not: this month's value and its changes. 当月 stands in
-- where no 累计 is printed.
WITH stated AS (
    SELECT * FROM change WHERE month = $month AND member_code = province() AND origin <> 'derived'
)
SELECT
    p.name AS platform_name, i.code AS indicator_code, i.name AS indicator_name, i.unit, i.kind,
    i.headline, i.definition,
    c.measure, c.measure_name, c.value,
    coalesce(c.decimals, i.decimals) AS decimals, c.bound, c.token, c.origin_name, c.mom, c.mom_origin, c.yoy,
    c.yoy_origin,
    c.change_unit, i.better, c.source, c.source_url, m.value AS monthly_value, m.decimals AS monthly_decimals,
    i.monthly_name, r.mark AS revision
FROM indicator i
JOIN platform p ON p.code = i.platform_code
LEFT JOIN stated c ON c.indicator_code = i.code
    AND c.measure = CASE WHEN i.kind = 'rate'
        OR NOT EXISTS (FROM stated s WHERE s.indicator_code = i.code AND s.measure = 'cumulative')
        THEN 'monthly' ELSE 'cumulative' END
LEFT JOIN stated m ON m.indicator_code = i.code AND m.measure = 'monthly' AND c.measure = 'cumulative'
LEFT JOIN revision r ON r.month = c.month AND r.indicator_code = c.indicator_code AND r.member_code = c.member_code
    AND r.measure = c.measure
WHERE i.headline IS NOT NULL
ORDER BY p.position, i.headline
