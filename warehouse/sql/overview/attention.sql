-- One row per thing of one month to know of before anything else, most pressing kind first: an indicator that got
-- worse, a target behind or at risk, a check that fails, a newer partial month, a month that is not there, a note
-- (once for all indicators of a platform that it is said of: `codes`).
-- `code` is what a link needs, `value` how much in `unit`. No view: one more over all of these costs an opening 90 ms.
-- each: month
WITH worse AS (
    SELECT
        month, 'worse' AS kind, indicator_code AS code, platform_name || ' ' || indicator_name AS name, measure,
        mom::DOUBLE AS value, change_unit AS unit, -abs(mom) AS weight
    FROM change
    WHERE table_name = 'platform' AND origin <> 'derived' AND bound IS NULL
        AND measure = CASE kind WHEN 'rate' THEN 'monthly' ELSE 'cumulative' END
        AND round(CASE better WHEN 'lower' THEN -mom ELSE mom END, 2) < 0
), late AS (
    -- The newest plan that has begun: an older year's targets are history, a later year's not yet due.
    SELECT
        data_month AS month, status AS kind, code, name, progress_pct::DOUBLE AS value, bound, '%' AS unit,
        position AS weight
    FROM target_status
    WHERE status IN ('behind', 'at_risk')
    QUALIFY plan_year = max(plan_year) FILTER (plan_year <= year(data_month))
        OVER (PARTITION BY data_month)
), failed AS (
    SELECT
        month, 'failed' AS kind, rule_code AS code, subject AS name, difference::DOUBLE AS value, unit,
        rule_position * 1000 + subject_position AS weight
    FROM rule_check
    WHERE NOT holds
), newer AS (
    SELECT m.month, 'newer' AS kind, strftime(n.month, '%Y-%m') AS name, name AS code, epoch(n.month) AS weight
    FROM report_month m
    JOIN report_month n ON n.month > m.month AND n.partial AND NOT m.partial
), absent AS (
    SELECT m.month, 'absent' AS kind, strftime(f.month, '%Y-%m') AS name, name AS code, epoch(f.month) AS weight
    FROM report_month m
    JOIN freshness f ON f.file_name IS NULL AND f.month BETWEEN year_before(m.month) AND month_after(m.month)
), noted AS (
    SELECT
        m.month, 'noted' AS kind, p.name || ' ' || string_agg(i.name, '、' ORDER BY i.position) AS name,
        list(i.code ORDER BY i.position) AS codes, coalesce(c.name || '：', '') || n.text AS unit,
        min(i.position) AS weight
    FROM report_month m
    CROSS JOIN live_annotation n
    JOIN indicator i ON i.code = n.indicator_code
    JOIN platform p ON p.code = i.platform_code
    LEFT JOIN city c ON c.code = n.member_code
    -- Of a newer partial month too what breaks off a headline figure: the month shown is what it breaks with.
    WHERE m.month BETWEEN n.month AND n.until
        OR (i.headline IS NOT NULL AND (m.month, strftime(n.month, '%Y-%m')) IN (SELECT (month, code) FROM newer))
    GROUP BY m.month, p.name, c.name, n.text
)
SELECT month, kind, code, codes, name, measure, value, bound, coalesce(unit, '') AS unit
FROM (
    FROM worse UNION ALL BY NAME FROM late UNION ALL BY NAME FROM failed UNION ALL BY NAME FROM newer
    UNION ALL BY NAME FROM absent UNION ALL BY NAME FROM noted
)
ORDER BY array_position(['worse', 'behind', 'at_risk', 'failed', 'newer', 'absent', 'noted'], kind), weight, name
