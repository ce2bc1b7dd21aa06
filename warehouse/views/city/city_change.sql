-- One row per month, city indicator and city with a figure in this month and in the one before: the change (百分点 of a
-- rate, % of an amount), and the least and the most it can be before rounding. stuck: at the cap in both months, so it
-- cannot show any progress.
-- reads: city_figure
CREATE OR REPLACE VIEW city_change AS
SELECT
    c.month, c.indicator_code, c.member_code, c.rank_sign, c.value, c.decimals, c.unit, c.source, p.value AS last_value,
    p.decimals AS last_decimals,
    p.source AS last_source, c.capped, c.capped AND p.capped AS stuck, change_unit(c.kind) AS change_unit,
    changed(c.kind, c.value, p.value)::DECIMAL(28, 8) AS change,
    changed(c.kind, c.value - c.half, p.value + p.half)::DECIMAL(28, 8) AS least,
    changed(c.kind, c.value + c.half, p.value - p.half)::DECIMAL(28, 8) AS most
FROM city_figure c
JOIN city_figure p ON p.month = month_before(c.month) AND p.indicator_code = c.indicator_code
    AND p.member_code = c.member_code
WHERE c.kind = 'rate' OR p.value - p.half > 0;
