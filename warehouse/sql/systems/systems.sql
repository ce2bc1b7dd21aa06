-- One row per system, in catalogue order: what it is, and how much speaks of it up to the month: clauses, targets,
-- indicators that have a figure, numbers of the reports' text.
-- each: month
WITH data_month AS (
    SELECT DISTINCT month FROM reported
), named AS (
    SELECT system_code AS code, count(*) AS clauses
    FROM system_clause GROUP BY system_code
), counted AS (
    SELECT m.month, s.system_code AS code, count(DISTINCT f.indicator_code) AS indicators
    FROM data_month m
    JOIN (SELECT indicator_code, min(month) AS month FROM figure GROUP BY indicator_code) f ON f.month <= m.month
    JOIN system_indicator s USING (indicator_code)
    GROUP BY m.month, s.system_code
), said AS (
    SELECT m.month, t.system_code AS code, count(*) AS texts
    FROM data_month m JOIN text_reported t ON t.month <= m.month
    GROUP BY m.month, t.system_code
)
SELECT
    m.month, s.code, s.name, array_to_string(s.aliases, '、') AS aliases, s.field, s.lead, s.what,
    array_to_string(s.reported, '、') AS reported, coalesce(n.clauses, 0) AS clauses, len(s.targets) AS goals,
    coalesce(c.indicators, 0) AS indicators, coalesce(t.texts, 0) AS texts
FROM system s
CROSS JOIN data_month m
LEFT JOIN named n ON n.code = s.code
LEFT JOIN counted c ON c.code = s.code AND c.month = m.month
LEFT JOIN said t ON t.code = s.code AND t.month = m.month
ORDER BY s.position
