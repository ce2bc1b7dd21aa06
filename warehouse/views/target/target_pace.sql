-- One row per target with a series, and data month: the reading it is judged by, and its pace a month.
-- The reading is among those known by then and stated by a source. Before the due month it is the newest one. From it
-- on: one that shows it there in time, if it accumulates; else the first from the due month on; else the newest.
-- A level's pace runs to the reading from its first exact figure since December before the plan year (or, for a reading
-- older than the plan, of the twelve months before it); derived figures may be that start.
-- reads: reported, target_reading
CREATE OR REPLACE VIEW target_pace AS
WITH reading AS MATERIALIZED (
    SELECT r.*, t.plan_year, t.formed, t.due, date_trunc('month', t.due)::DATE AS due_month FROM target_reading r
    JOIN target t USING (code)
), known AS (
    SELECT
        d.month AS data_month, r.*, CASE WHEN d.month < r.due_month THEN 3 WHEN r.accumulates AND r.reached
            AND r.month <= r.due_month THEN 1
            WHEN r.month >= r.due_month THEN 2 ELSE 3 END AS choice
    FROM (SELECT DISTINCT month FROM reported) d
    JOIN reading r ON r.month <= d.month AND r.origin <> 'derived'
        AND (r.formed <> 'new_in_year' OR r.month <= r.due_month)
), evidence AS MATERIALIZED (
    SELECT * EXCLUDE (choice, due) FROM known
    QUALIFY row_number() OVER (PARTITION BY code, data_month ORDER BY choice,
        CASE choice WHEN 2 THEN epoch(month) ELSE -epoch(month) END) = 1
), start AS (
    SELECT
        e.code, e.data_month, min(b.month) AS start_month, arg_min(b.value, b.month) AS start_value,
        arg_min(b.origin, b.month) AS start_origin,
        arg_min(b.source, b.month) AS start_source
    FROM evidence e
    JOIN reading b ON b.code = e.code AND b.month < e.month AND b.bound IS NULL
        AND b.month >= CASE WHEN year(e.month) >= e.plan_year THEN make_date(e.plan_year - 1, 12, 1)
            ELSE year_before(e.month) END
    WHERE e.bound IS NULL AND e.formed <> 'new_in_year'
    GROUP BY e.code, e.data_month
)
SELECT
    e.*, s.* EXCLUDE (code, data_month), datediff('month', e.month, e.due_month) AS months_left,
    CASE WHEN e.formed = 'new_in_year' THEN e.value / e.parts
        ELSE (e.value - s.start_value) / datediff('month', s.start_month, e.month) END AS pace,
    CASE WHEN e.formed = 'new_in_year' THEN month(least(e.data_month, e.due_month)) - e.parts END AS months_missing,
    -- Where the straight line from the plan year's beginning to the goal stands in the reading's month.
    CASE WHEN e.month > e.due_month THEN NULL
         WHEN e.formed = 'new_in_year' THEN e.goal * month(e.month) / month(e.due_month)
         WHEN s.start_month = make_date(e.plan_year - 1, 12, 1)
            THEN s.start_value + (e.goal - s.start_value) * datediff('month', s.start_month,
                e.month) / datediff('month', s.start_month, e.due_month)
    END AS expected
FROM evidence e
LEFT JOIN start s USING (code, data_month);
