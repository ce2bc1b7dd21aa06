-- One row per headline indicator (two a platform), present or not: this month's value and its changes. 当月 stands in
-- where no 累计 is printed.
-- each: month
WITH stated AS (
    SELECT
        *, measure = CASE WHEN kind = 'rate' OR NOT bool_or(measure = 'cumulative') OVER printed THEN 'monthly'
            ELSE 'cumulative' END AS headline
    FROM change
    WHERE member_code = province() AND origin <> 'derived'
    WINDOW printed AS (PARTITION BY month, indicator_code)
)
SELECT
    o.month, p.name AS platform_name, i.code AS indicator_code, i.name AS indicator_name, i.unit, i.kind,
    i.headline, i.definition,
    c.measure, c.measure_name, c.value,
    coalesce(c.decimals, i.decimals) AS decimals, c.bound, c.token, c.origin_name, c.mom, c.mom_origin, c.yoy,
    c.yoy_origin,
    c.change_unit, i.better, c.source, c.source_url, m.value AS monthly_value, m.decimals AS monthly_decimals,
    i.monthly_name, r.mark AS revision
FROM indicator i
JOIN platform p ON p.code = i.platform_code
CROSS JOIN report_month o
LEFT JOIN stated c ON c.month = o.month AND c.indicator_code = i.code AND c.headline
LEFT JOIN stated m ON m.month = o.month AND m.indicator_code = i.code AND m.measure = 'monthly'
    AND c.measure = 'cumulative'
LEFT JOIN revision r ON r.month = c.month AND r.indicator_code = c.indicator_code AND r.member_code = c.member_code
    AND r.measure = c.measure
WHERE i.headline IS NOT NULL
ORDER BY p.position, i.headline
