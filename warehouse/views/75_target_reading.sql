-- One row per target with a series, and figure that can take part in it: `goal` is the target in the unit of the readings.
CREATE OR REPLACE VIEW target_part AS
SELECT
    t.code, t.formed, t.operator, t.plan_year, i.kind = 'stock' OR t.formed = 'new_in_year' AS accumulates,
    CASE WHEN t.formed = 'fall_in_year' THEN t.unit ELSE i.unit END AS unit,
    CASE WHEN t.formed = 'fall_in_year' THEN t.value::DOUBLE ELSE t.value::DOUBLE
        * CASE WHEN t.unit LIKE '万%' THEN 10000 WHEN t.unit LIKE '亿%' THEN 100000000 ELSE 1 END
        / CASE WHEN i.unit LIKE '万%' THEN 10000 WHEN i.unit LIKE '亿%' THEN 100000000 ELSE 1 END END AS goal,
    f.month, f.member_name, f.member_position, f.value::DOUBLE AS value, f.bound, f.decimals, f.origin, f.source, f.file_name, f.source_sheet, f.source_cell
FROM target t
JOIN indicator i ON i.code = t.indicator_code
JOIN figure f ON f.indicator_code = t.indicator_code AND f.measure = t.measure
    AND (f.member_code = '440000') = (t.formed NOT IN ('city_sum', 'city_lowest'));

-- One row per target with a series, and month: its actual as the target forms it. A sum that lacks a city or a month is a lower bound.
CREATE OR REPLACE VIEW target_reading AS
WITH part AS MATERIALIZED (
    FROM target_part  -- once: each mention would plan the whole of `figure` again
), formed AS (
    SELECT code, month, value, bound, decimals, origin, source, NULL::BIGINT AS parts, NULL::VARCHAR AS detail
    FROM part WHERE formed = 'province'
    UNION ALL
    SELECT
        code, month, CASE formed WHEN 'city_sum' THEN sum(value) ELSE min(value) END,
        CASE WHEN count(*) < (SELECT count(*) FROM city) THEN CASE formed WHEN 'city_sum' THEN 'above' ELSE 'below' END END,
        max(decimals), any_value(origin), any_value(file_name) || '｜' || any_value(source_sheet) || '!' || string_agg(source_cell, '、' ORDER BY member_position),
        count(*), CASE formed WHEN 'city_lowest' THEN arg_min(member_name, (value, member_position)) END
    FROM part WHERE formed IN ('city_sum', 'city_lowest') AND origin <> 'derived' GROUP BY code, formed, month
    UNION ALL
    SELECT
        code, month, sum(value) OVER so_far, CASE WHEN count(*) OVER so_far < month(month) OR max(bound) OVER so_far = 'above' THEN 'above' END,
        max(decimals) OVER so_far, origin, string_agg(source, '；') OVER so_far, count(*) OVER so_far, NULL
    FROM part WHERE formed = 'new_in_year' AND year(month) = plan_year AND bound IS DISTINCT FROM 'below'
    WINDOW so_far AS (PARTITION BY code ORDER BY month)
    UNION ALL
    SELECT
        p.code, p.month, 100 * (b.value - p.value) / nullif(b.value, 0), p.bound, 1, p.origin, b.source || '；' || p.source, NULL, NULL
    FROM part p JOIN part b ON b.code = p.code AND b.month = make_date(p.plan_year - 1, 12, 1) AND b.bound IS NULL
    WHERE p.formed = 'fall_in_year' AND p.month > b.month AND p.bound IS NULL
), whole AS (
    SELECT f.*, g.goal, g.unit, g.accumulates, g.operator
    FROM formed f JOIN (SELECT DISTINCT code, goal, unit, accumulates, operator FROM part) g USING (code)
)
-- A lower bound that passes is enough to pass; an upper bound (近, or a lowest city that may not have reported) never is.
SELECT
    *, bound IS DISTINCT FROM 'below' AND CASE operator WHEN '>' THEN value > goal WHEN '≤' THEN value <= goal AND bound IS NULL ELSE value >= goal END AS reached
FROM whole;
