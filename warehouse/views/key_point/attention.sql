-- One row per month and thing to know of before anything else: an indicator that got worse, a target behind or at
-- risk, a check that fails, a month that is not there, a newer partial month, a note. `code` is what a link needs,
-- `value` how much in `unit`; a month's things come in the order of `weight`.
-- reads: change, freshness, live_annotation, live_load, rule_check, target_status
CREATE OR REPLACE VIEW attention AS
WITH months AS (
    SELECT month, partial FROM live_load WHERE dataset = 'report'
), worse AS (
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
        data_month AS month, status AS kind, code, name, NULL AS measure, progress_pct::DOUBLE AS value, '%' AS unit,
        position AS weight
    FROM target_status
    WHERE status IN ('behind', 'at_risk')
    QUALIFY plan_year = max(plan_year) FILTER (plan_year <= year(data_month)) OVER (PARTITION BY data_month)
), failed AS (
    SELECT
        month, 'failed' AS kind, rule_code AS code, subject AS name, NULL AS measure, difference::DOUBLE AS value, unit,
        rule_position * 1000 + subject_position AS weight
    FROM rule_check
    WHERE NOT holds
), absent AS (
    SELECT
        m.month, 'absent' AS kind, strftime(f.month, '%Y-%m') AS code, strftime(f.month, '%Y-%m') AS name,
        NULL AS measure, NULL AS value, '' AS unit, epoch(f.month) AS weight
    FROM months m
    JOIN freshness f ON f.file_name IS NULL AND f.month BETWEEN year_before(m.month) AND month_after(m.month)
), newer AS (
    SELECT
        m.month, 'newer' AS kind, strftime(n.month, '%Y-%m') AS code, strftime(n.month, '%Y-%m') AS name,
        NULL AS measure, NULL AS value, '' AS unit, epoch(n.month) AS weight
    FROM months m
    JOIN months n ON n.month > m.month AND n.partial
    WHERE NOT m.partial
), noted AS (
    SELECT
        n.month, 'noted' AS kind, n.indicator_code AS code, p.name || ' ' || i.name AS name, NULL AS measure,
        NULL AS value, n.text AS unit, i.position AS weight
    FROM live_annotation n
    JOIN indicator i ON i.code = n.indicator_code
    JOIN platform p ON p.code = i.platform_code
)
SELECT
    *, array_position(['worse', 'behind', 'at_risk', 'failed', 'newer', 'absent', 'noted'], kind) AS kind_position
FROM (
    FROM worse UNION ALL BY NAME FROM late UNION ALL BY NAME FROM failed UNION ALL BY NAME FROM newer
    UNION ALL BY NAME FROM absent UNION ALL BY NAME FROM noted
);
