-- One row per figure of the month that a source states and the month after implies, the widest difference first.
-- each: month
SELECT
    d.month, platform_label(p.name) AS platform_name, d.indicator_name, member_label(s.name, c.name) AS member_name,
    d.unit, d.decimals,
    d.stated::DOUBLE AS stated, d.derived::DOUBLE AS derived, d.difference::DOUBLE AS difference,
    d.tolerance::DOUBLE AS tolerance,
    abs(d.difference)::DOUBLE <= d.tolerance + 1e-9 AS agrees, d.source, d.derived_source
FROM derived_difference d
LEFT JOIN platform p ON p.code = d.platform_code
LEFT JOIN stage s ON s.code = d.member_code
LEFT JOIN city c ON c.code = d.member_code
ORDER BY abs(d.difference) > d.tolerance DESC, abs(d.difference / nullif(d.stated, 0)) DESC, d.position,
    d.member_code
