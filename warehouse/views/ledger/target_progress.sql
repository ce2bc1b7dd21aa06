-- One row per target without a series and data month for which a value is reported: the newest, and the status from it.
-- reads: progress_report, reported
CREATE OR REPLACE VIEW target_progress AS
WITH newest AS (
    SELECT m.data_month, p.* FROM (SELECT DISTINCT month AS data_month FROM reported) m
    JOIN progress_report p ON p.target_code <> '' AND p.as_of <= last_day(m.data_month)
    QUALIFY row_number() OVER (PARTITION BY m.data_month, p.target_code ORDER BY p.as_of DESC, p.progress_id DESC) = 1
), judged AS (
    SELECT
        n.*, t.due, CASE t.operator WHEN '>' THEN n.value > t.value WHEN '≤' THEN n.value <= t.value
            ELSE n.value >= t.value END AS reached
    FROM newest n JOIN target t ON t.code = n.target_code AND t.indicator_code IS NULL
)
SELECT
    target_code AS code, data_month, value, as_of, reviewed_by, late_days,
    CASE WHEN reached THEN 'met' WHEN last_day(data_month) >= due THEN 'behind' ELSE 'on_track' END AS status
FROM judged;
