-- One row per target that is behind in the newest data month and was not in the one before: its status then, what it
-- is and wants, in the plan's unit as far as a series measures it.
WITH standing AS (
    SELECT
        t.*, coalesce(p.status, t.status) AS now, t.source AS place,
        lag(coalesce(p.status, t.status)) OVER (PARTITION BY t.code ORDER BY t.data_month) AS before
    FROM target_status t
    LEFT JOIN target_progress p ON p.code = t.code AND p.data_month = t.data_month
)
SELECT
    code, plan_year, name, strftime(data_month, '%Y-%m') AS month_text, operator, value::DOUBLE AS value, unit, kind,
    goal, actual, actual_unit, bound, decimals, indicator_code
FROM standing
WHERE now = 'behind' AND before <> 'behind' AND data_month = (SELECT max(data_month) FROM standing)
ORDER BY plan_year DESC, position
