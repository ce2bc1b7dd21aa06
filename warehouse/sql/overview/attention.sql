-- One row per thing of one month to know of before anything else, most pressing kind first: an indicator that got
-- worse, a target behind or at risk, a check that fails, a newer partial month, a month that is not there, a note
-- (once for all indicators of a platform that it is said of: `codes`).
-- `code` is what a link needs, `value` how much in `unit`. No view: one more over all of these costs an opening 90 ms.
WITH worse AS (
    SELECT
        'worse' AS kind, indicator_code AS code, platform_name || ' ' || indicator_name AS name, measure,
        mom::DOUBLE AS value, change_unit AS unit, -abs(mom) AS weight
    FROM change
    WHERE month = $month AND table_name = 'platform' AND origin <> 'derived' AND bound IS NULL
        AND measure = CASE kind WHEN 'rate' THEN 'monthly' ELSE 'cumulative' END
        AND round(CASE better WHEN 'lower' THEN -mom ELSE mom END, 2) < 0
), late AS (
    -- The newest plan that has begun: an older year's targets are history, a later year's not yet due.
    SELECT
        status AS kind, code, name, progress_pct::DOUBLE AS value, bound, '%' AS unit, position AS weight
    FROM target_status
    WHERE data_month = $month AND status IN ('behind', 'at_risk')
    QUALIFY plan_year = max(plan_year) FILTER (plan_year <= year($month::DATE)) OVER ()
), failed AS (
    SELECT
        'failed' AS kind, rule_code AS code, subject AS name, difference::DOUBLE AS value, unit,
        rule_position * 1000 + subject_position AS weight
    FROM rule_check
    WHERE month = $month AND NOT holds
), newer AS (
    SELECT 'newer' AS kind, strftime(month, '%Y-%m') AS name, name AS code, epoch(month) AS weight
    FROM live_load
    WHERE dataset = 'report' AND partial AND month > $month
        AND NOT (SELECT partial FROM live_load WHERE dataset = 'report' AND month = $month)
), absent AS (
    SELECT 'absent' AS kind, strftime(month, '%Y-%m') AS name, name AS code, epoch(month) AS weight
    FROM freshness
    WHERE file_name IS NULL AND month BETWEEN year_before($month::DATE) AND month_after($month::DATE)
), noted AS (
    SELECT
        'noted' AS kind, p.name || ' ' || string_agg(i.name, '、' ORDER BY i.position) AS name,
        list(i.code ORDER BY i.position) AS codes, coalesce(c.name || '：', '') || n.text AS unit,
        min(i.position) AS weight
    FROM live_annotation n
    JOIN indicator i ON i.code = n.indicator_code
    JOIN platform p ON p.code = i.platform_code
    LEFT JOIN city c ON c.code = n.member_code
    -- Of a newer partial month too what breaks off a headline figure: the month shown is what it breaks with.
    WHERE $month BETWEEN n.month AND n.until
        OR (i.headline IS NOT NULL AND strftime(n.month, '%Y-%m') IN (SELECT code FROM newer))
    GROUP BY p.name, c.name, n.text
)
SELECT kind, code, codes, name, measure, value, bound, coalesce(unit, '') AS unit
FROM (
    FROM worse UNION ALL BY NAME FROM late UNION ALL BY NAME FROM failed UNION ALL BY NAME FROM newer
    UNION ALL BY NAME FROM absent UNION ALL BY NAME FROM noted
)
ORDER BY array_position(['worse', 'behind', 'at_risk', 'failed', 'newer', 'absent', 'noted'], kind), weight, name
