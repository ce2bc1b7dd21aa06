-- One row per target with a series, and data month: the reading it is judged by, among those known by then and stated by a source.
-- Before the due month that is the newest one. After it: one that shows a stock there in time, else the nearest from the due month on, else the newest.
CREATE OR REPLACE VIEW target_evidence AS
WITH known AS (
    SELECT
        d.month AS data_month, r.*, t.plan_year, t.formed, date_trunc('month', t.due)::DATE AS due_month,
        CASE WHEN d.month < date_trunc('month', t.due) THEN 3 WHEN r.accumulates AND r.reached AND r.month <= t.due THEN 1
            WHEN r.month >= date_trunc('month', t.due) THEN 2 ELSE 3 END AS choice
    FROM (SELECT DISTINCT month FROM figure WHERE origin <> 'derived') d
    JOIN target_reading r ON r.month <= d.month AND r.origin <> 'derived'
    JOIN target t USING (code)
    WHERE t.formed <> 'new_in_year' OR r.month <= t.due
)
SELECT * FROM known
QUALIFY row_number() OVER (PARTITION BY code, data_month ORDER BY choice, CASE choice WHEN 2 THEN epoch(month) ELSE -epoch(month) END) = 1;

-- One row per target with a series, and data month: the evidence and its pace a month. A level's pace runs from its first exact figure since December
-- before the plan year (or of the twelve months before a reading older than the plan) to the reading; derived figures may be that start.
CREATE OR REPLACE VIEW target_pace AS
WITH start AS (
    SELECT
        e.code, e.data_month, min(b.month) AS start_month, arg_min(b.value, b.month) AS start_value, arg_min(b.origin, b.month) AS start_origin,
        arg_min(b.source, b.month) AS start_source
    FROM target_evidence e
    JOIN target_reading b ON b.code = e.code AND b.month < e.month AND b.bound IS NULL
        AND b.month >= CASE WHEN year(e.month) >= e.plan_year THEN make_date(e.plan_year - 1, 12, 1) ELSE e.month - INTERVAL 1 YEAR END
    WHERE e.bound IS NULL AND e.formed <> 'new_in_year'
    GROUP BY e.code, e.data_month
)
SELECT
    e.*, s.* EXCLUDE (code, data_month), datediff('month', e.month, e.due_month) AS months_left,
    CASE WHEN e.formed = 'new_in_year' THEN e.value / e.parts ELSE (e.value - s.start_value) / datediff('month', s.start_month, e.month) END AS pace,
    CASE WHEN e.formed = 'new_in_year' THEN month(least(e.data_month, e.due_month)) - e.parts END AS months_missing,
    -- Where the straight line from the plan year's beginning to the goal stands in the reading's month.
    CASE WHEN e.month > e.due_month THEN NULL
         WHEN e.formed = 'new_in_year' THEN e.goal * month(e.month) / month(e.due_month)
         WHEN s.start_month = make_date(e.plan_year - 1, 12, 1)
            THEN s.start_value + (e.goal - s.start_value) * datediff('month', s.start_month, e.month) / datediff('month', s.start_month, e.due_month)
    END AS expected
FROM target_evidence e
LEFT JOIN start s USING (code, data_month);
