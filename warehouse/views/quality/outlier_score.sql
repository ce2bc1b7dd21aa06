-- One row per month and printed figure that a month moves, with its step: 当月新增 of a stock (the growth of 累计 where
-- no 当月 is printed), the change in % of an average or flow, in 百分点 of a rate; and where that step stands among the
-- same figure's up to 24 steps before it. score = 0.6745 × (step − median) ÷ median absolute deviation: one wild month
-- does not hide the next, as it would in a standard deviation.
-- reads: figure
CREATE OR REPLACE VIEW outlier_score AS
WITH earlier AS (
    SELECT *, lag(value) OVER series AS before, lag(month) OVER series = month_before(month) AS follows
    FROM figure
    WHERE origin = 'report' AND table_name <> 'public'
    WINDOW series AS (PARTITION BY indicator_code, member_code, measure ORDER BY month)
), step AS (
    SELECT
        e.*, CASE WHEN e.kind = 'stock' AND e.measure = 'monthly' THEN '当月新增'
            WHEN e.kind = 'stock' THEN '比上月增加'
            WHEN e.kind = 'rate' THEN '比上月（百分点）' ELSE '环比（%）' END AS step_name,
        CASE WHEN e.kind = 'stock' AND e.measure = 'monthly' THEN e.value::DOUBLE WHEN NOT follows THEN NULL
            WHEN e.kind IN ('stock', 'rate') THEN (e.value - before)::DOUBLE
            ELSE 100.0 * (e.value - before) / nullif(before, 0) END AS step
    FROM earlier e
    JOIN indicator i ON i.code = e.indicator_code
    WHERE e.kind <> 'stock' OR e.measure = 'monthly' OR NOT list_contains(i.measures, 'monthly')
), placed AS (
    SELECT *, count(step) OVER past AS history, median(step) OVER past AS middle, mad(step) OVER past AS spread
    FROM step
    WHERE step IS NOT NULL
    WINDOW past AS (PARTITION BY indicator_code, member_code,
        measure ORDER BY month ROWS BETWEEN 24 PRECEDING AND 1 PRECEDING)
)
SELECT p.*, 0.6745 * (step - middle) / nullif(spread, 0) AS score, n.threshold AS needed,
    p.history >= n.threshold AS judged,
    p.history >= n.threshold AND abs(0.6745 * (step - middle) / nullif(spread, 0)) > o.threshold AS outlying
FROM placed p, (FROM rule WHERE code = 'outlier') o, (FROM rule WHERE code = 'outlier-history') n;
