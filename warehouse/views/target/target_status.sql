-- One row per target and data month, with or without a series: how far it is, what pace it needs, and the status that
-- follows. No status is stored.
-- reads: reported, target_pace
CREATE OR REPLACE VIEW target_status AS
WITH paced AS (
    SELECT
        t.* EXCLUDE (code, formed), t.code, t.formed, d.month AS data_month, make_date(t.plan_year, 1, 1) AS plan_start,
        date_trunc('month', t.due)::DATE AS due_month,
        p.* EXCLUDE (code, formed, operator, unit, value, plan_year, data_month, due_month, month),
        p.value AS actual, p.unit AS actual_unit, p.month AS actual_month,
        CASE t.operator WHEN '≤' THEN -1 ELSE 1 END AS towards
    FROM target t
    CROSS JOIN (SELECT DISTINCT month FROM reported) d
    LEFT JOIN target_pace p ON p.code = t.code AND p.data_month = d.month
), measured AS (
    SELECT
        *, CASE t.operator WHEN '≤' THEN 100 * goal / nullif(actual, 0) ELSE 100 * actual / goal END AS progress_pct,
        CASE WHEN NOT reached THEN round(towards * (goal - actual), 6) END AS gap,
        CASE WHEN NOT reached AND months_left > 0 THEN towards * (goal - actual) / months_left END AS needed_pace,
        round(towards * pace * months_left, 6) AS ahead
    FROM paced t
), judged AS (
    SELECT
        *, CASE
            WHEN indicator_code IS NULL THEN 'no_series'
            WHEN data_month < plan_start THEN 'not_begun'
            WHEN actual IS NULL THEN 'no_data'
            WHEN actual_month > due_month THEN CASE
                WHEN NOT accumulates THEN 'only_after' WHEN reached THEN 'reached_since'
                WHEN bound IS NULL THEN 'missed' ELSE 'only_after' END
            WHEN reached AND (accumulates OR actual_month = due_month) THEN 'reached'
            WHEN actual_month = due_month THEN CASE WHEN bound IS NULL THEN 'missed' ELSE 'bound_at_due' END
            WHEN data_month >= due_month THEN 'no_final'
            WHEN actual_month < plan_start THEN 'stale'
            WHEN reached THEN 'reached'
            WHEN pace IS NULL THEN 'no_pace'
            WHEN CASE operator WHEN '>' THEN ahead > gap ELSE ahead >= gap END THEN 'on_pace'
            WHEN bound IS NOT NULL OR months_missing > 0 THEN 'lower_bound'
            WHEN ahead > 0 AND ahead >= round(0.8 * gap, 6) THEN 'nearly'
            ELSE 'behind' END AS reason
    FROM measured
), named AS (
    SELECT
        *, CASE WHEN reason IN ('reached', 'reached_since') THEN 'met' WHEN reason = 'on_pace' THEN 'on_track'
            WHEN reason = 'not_begun' THEN reason
            WHEN reason IN ('no_pace', 'lower_bound', 'nearly') THEN 'at_risk'
            WHEN reason IN ('missed', 'behind') THEN 'behind' ELSE 'unquantified' END AS judgement
    FROM judged
)
SELECT
    * EXCLUDE (towards, ahead), CASE WHEN basis = 'unconfirmed' AND actual IS NOT NULL THEN 'unconfirmed'
        ELSE judgement END AS status,
    -- The month in which the current pace gets there; none where there is no pace, and no further than twelve times the
    -- months it was seen in: one month's change says nothing of the years to come. What is new within the year is
    -- counted anew in January, and a pace from before the plan is not the plan's.
    CASE WHEN gap IS NOT NULL AND actual_month <= due_month AND towards * pace > 0
            AND gap / abs(pace) <= least(600, 12 * coalesce(parts, datediff('month', start_month, actual_month)))
            AND actual_month >= plan_start AND (formed <> 'new_in_year' OR reason = 'on_pace')
        THEN (actual_month + to_months((CASE operator WHEN '>' THEN floor(round(gap / abs(pace), 6)) + 1
            ELSE ceil(round(gap / abs(pace), 6)) END)::INTEGER))::DATE
    END AS reach_month,
    CASE WHEN formed = 'new_in_year' AND months_left > 0 THEN actual + pace * months_left END AS year_end
FROM named;
