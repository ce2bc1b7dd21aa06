-- One row per month, city indicator and city with a figure in this month and in the one before: the change (百分点 of a rate, % of an amount),
-- and the least and the most it can be before rounding. stuck: at the cap in both months, so it cannot show any progress.
-- reads: city_figure
CREATE OR REPLACE VIEW city_change AS
SELECT
    c.month, c.indicator_code, c.member_code, c.direction, c.value, c.decimals, c.unit, c.source, p.value AS last_value, p.decimals AS last_decimals,
    p.source AS last_source, c.capped, c.capped AND p.capped AS stuck, CASE WHEN c.kind = 'rate' THEN '百分点' ELSE '%' END AS change_unit,
    CASE WHEN c.kind = 'rate' THEN c.value - p.value ELSE 100 * (c.value / p.value - 1) END::DECIMAL(28, 8) AS change,
    CASE WHEN c.kind = 'rate' THEN (c.value - c.half) - (p.value + p.half) ELSE 100 * ((c.value - c.half) / (p.value + p.half) - 1) END::DECIMAL(28, 8) AS least,
    CASE WHEN c.kind = 'rate' THEN (c.value + c.half) - (p.value - p.half) ELSE 100 * ((c.value + c.half) / (p.value - p.half) - 1) END::DECIMAL(28, 8) AS most
FROM city_figure c
JOIN city_figure p ON p.month = c.month - INTERVAL 1 MONTH AND p.indicator_code = c.indicator_code AND p.member_code = c.member_code
WHERE c.kind = 'rate' OR p.value - p.half > 0;
