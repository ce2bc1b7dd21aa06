-- One row per thing and the day it is due, in order of the days: a month's report (from the first in force to a year
-- after $today), a plan's target, a quarter's reports on the clauses of a plan. done: that month's report is in force.
WITH report AS (
    SELECT month_spine(coalesce((SELECT min(month) FROM live_load WHERE dataset = 'report'),
        date_trunc('month', $today::DATE)::DATE),
        (date_trunc('month', $today::DATE) + INTERVAL 12 MONTH)::DATE) AS month
), quarter AS (
    SELECT plan_year, unnest([3, 6, 9, 12]) AS month FROM (SELECT DISTINCT plan_year FROM clause)
)
SELECT
    'report' AS kind, strftime(month, '%Y-%m') AS code, month_due(month) AS due_on, strftime(month, '%Y-%m') AS name,
    month IN (SELECT month FROM live_load WHERE dataset = 'report') AS done
FROM report
UNION ALL
SELECT 'target', code, due, plan_year || ' 年：' || name, false FROM target
UNION ALL
SELECT
    'progress', plan_year || '-Q' || month // 3, report_due(last_day(make_date(plan_year, month, 1))),
    plan_year || ' 年第 ' || month // 3 || ' 季度', false
FROM quarter
ORDER BY due_on, kind, code
