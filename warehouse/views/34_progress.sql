-- One row per month, city indicator and city with a figure in this month and in the one before: the change (百分点 of a rate, % of an amount),
-- and the least and the most it can be before rounding. stuck: at the cap in both months, so it cannot show any progress.
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

-- One row per row of `city_change`: competition rank by the change as shown (two decimals), how many share it, and the best and worst rank that
-- the unrounded figures allow. NULL ranks for stuck cities: they are neither slow nor fast.
CREATE OR REPLACE VIEW city_progress AS
WITH signed AS (
    SELECT month, indicator_code, member_code, direction * round(change, 2) AS shown, least(direction * least, direction * most) AS least,
        greatest(direction * least, direction * most) AS most
    FROM city_change
    WHERE NOT stuck
), placed AS (
    SELECT
        a.month, a.indicator_code, a.member_code, 1 + count(*) FILTER (b.shown < a.shown) AS rank, count(*) FILTER (b.shown = a.shown) AS tied,
        count(*) AS ranked, 1 + count(*) FILTER (b.shown < a.shown AND b.most <= a.least) AS best_rank,
        1 + count(*) FILTER (b.member_code <> a.member_code AND b.least < a.most) AS worst_rank
    FROM signed a
    JOIN signed b ON b.month = a.month AND b.indicator_code = a.indicator_code
    GROUP BY a.month, a.indicator_code, a.member_code
)
SELECT c.* EXCLUDE (direction), p.rank, p.tied, p.ranked, p.best_rank, p.worst_rank
FROM city_change c
LEFT JOIN placed p USING (month, indicator_code, member_code);
