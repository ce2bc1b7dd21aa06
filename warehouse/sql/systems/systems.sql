-- One row per system, in catalogue order: what it is, and how much speaks of it up to the month: clauses, targets,
-- indicators that have a figure, numbers of the reports' text.
WITH named AS (
    SELECT system_code AS code, count(*) AS clauses
    FROM system_clause GROUP BY system_code
), counted AS (
    SELECT s.system_code AS code, count(DISTINCT f.indicator_code) AS indicators
    FROM system_indicator s JOIN figure f USING (indicator_code)
    WHERE f.month <= $month GROUP BY s.system_code
), said AS (
    SELECT system_code AS code, count(*) AS texts FROM text_reported WHERE month <= $month GROUP BY system_code
)
SELECT
    s.code, s.name, array_to_string(s.aliases, '、') AS aliases, s.field, s.lead, s.what,
    array_to_string(s.reported, '、') AS reported, coalesce(n.clauses, 0) AS clauses, len(s.targets) AS goals,
    coalesce(c.indicators, 0) AS indicators, coalesce(t.texts, 0) AS texts
FROM system s
LEFT JOIN named n USING (code)
LEFT JOIN counted c USING (code)
LEFT JOIN said t USING (code)
ORDER BY s.position
