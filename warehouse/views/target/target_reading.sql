-- One row per target with a series, and month: its actual as the target forms it. A sum that lacks a city or a month is
-- a lower bound.
-- reads: target_part
CREATE OR REPLACE VIEW target_reading AS
WITH part AS MATERIALIZED (
    FROM target_part  -- once: each mention would plan the whole of `figure` again
), formed AS (
    SELECT code, month, value, bound, decimals, origin, source, NULL::BIGINT AS parts, NULL::VARCHAR AS detail
    FROM part WHERE formed = 'province'
    UNION ALL
    SELECT
        code, month, CASE formed WHEN 'city_sum' THEN sum(value) ELSE min(value) END,
        CASE WHEN count(*) < (SELECT count(*) FROM city)
            THEN CASE formed WHEN 'city_sum' THEN 'above' ELSE 'below' END END,
        max(decimals), any_value(origin),
        cell_source(any_value(file_name), any_value(source_sheet),
            string_agg(source_cell, '、' ORDER BY member_position)),
        count(*), CASE formed WHEN 'city_lowest' THEN arg_min(member_name, (value, member_position)) END
    FROM part WHERE formed IN ('city_sum', 'city_lowest') AND origin <> 'derived' GROUP BY code, formed, month
    UNION ALL
    SELECT
        code, month, sum(value) OVER so_far,
        CASE WHEN count(*) OVER so_far < month(month) OR max(bound) OVER so_far = 'above' THEN 'above' END,
        max(decimals) OVER so_far, origin, string_agg(source, '；') OVER so_far, count(*) OVER so_far, NULL
    FROM part WHERE formed = 'new_in_year' AND year(month) = plan_year AND bound IS DISTINCT FROM 'below'
    WINDOW so_far AS (PARTITION BY code ORDER BY month)
    UNION ALL
    SELECT
        p.code, p.month, 100 * (b.value - p.value) / nullif(b.value, 0), p.bound, 1, p.origin,
        b.source || '；' || p.source, NULL, NULL
    FROM part p JOIN part b ON b.code = p.code AND b.month = make_date(p.plan_year - 1, 12, 1) AND b.bound IS NULL
    WHERE p.formed = 'fall_in_year' AND p.month > b.month AND p.bound IS NULL
), whole AS (
    SELECT f.*, g.goal, g.unit, g.accumulates, g.operator
    FROM formed f JOIN (SELECT DISTINCT code, goal, unit, accumulates, operator FROM part) g USING (code)
)
-- A lower bound that passes is enough to pass; an upper bound (近, or a lowest city that may not have reported) never
-- is.
SELECT
    *, bound IS DISTINCT FROM 'below'
        AND CASE operator WHEN '>' THEN value > goal WHEN '≤' THEN value <= goal AND bound IS NULL
            ELSE value >= goal END AS reached
FROM whole;
