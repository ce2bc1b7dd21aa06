-- One row per month, city stock that adds up and that the report also prints for the province, span (month: since the
-- month before; year: since December before) and member: each city and the remainder 省直/未分配. contribution_pct: its
-- share of the province's growth; pull_pp: the points it gave to the growth in %. Only stated figures. Where a city is
-- missing in either month nothing is said: one row without member, and who is missing.
-- reads: figure, city_set
CREATE OR REPLACE VIEW contribution AS
WITH stated AS MATERIALIZED (
    SELECT * FROM figure
    WHERE measure = 'cumulative' AND origin <> 'derived' AND bound IS NULL AND kind = 'stock'
), whole AS MATERIALIZED (
    SELECT
        s.month, s.indicator_code, i.unit, greatest(i.decimals, p.decimals) AS decimals, s.complete, s.unreported,
        p.value AS province, p.source
    FROM city_set s
    JOIN indicator i ON i.code = s.indicator_code AND i.additive AND i.kind = 'stock'
    JOIN stated p ON p.indicator_code = i.province_code AND p.month = s.month AND p.member_code = province()
), span AS MATERIALIZED (
    SELECT
        n.*, s.span, b.month AS base_month, b.province AS base, n.province - b.province AS grown,
        n.complete AND b.complete AS known, b.source AS base_source,
        concat_ws('；', CASE WHEN NOT n.complete THEN strftime(n.month, '%Y-%m') || ' 缺' || n.unreported END,
            CASE WHEN NOT b.complete THEN strftime(b.month, '%Y-%m') || ' 缺' || b.unreported END) AS missing
    FROM whole n
    CROSS JOIN (VALUES ('month'), ('year')) s (span)
    JOIN whole b ON b.indicator_code = n.indicator_code AND b.month
        = CASE s.span WHEN 'month' THEN month_before(n.month) ELSE make_date(year(n.month)::INTEGER - 1, 12, 1) END
), city_grown AS (
    SELECT
        s.month, s.indicator_code, s.span, n.member_code, n.member_name, n.member_position, n.value - b.value AS added,
        n.source || ' − ' || b.source AS source
    FROM span s
    JOIN stated n ON n.indicator_code = s.indicator_code AND n.month = s.month AND n.table_name = 'city'
    JOIN stated b ON b.indicator_code = s.indicator_code AND b.month = s.base_month AND b.member_code = n.member_code
    WHERE s.known
), every AS (
    SELECT * FROM city_grown
    UNION ALL BY NAME
    SELECT
        c.month, c.indicator_code, c.span, 'remainder' AS member_code, '省直/未分配' AS member_name,
        22 AS member_position, any_value(s.grown) - sum(c.added) AS added,
        any_value(s.source || ' − ' || s.base_source) || '，减 21 市之和' AS source
    FROM city_grown c JOIN span s USING (month, indicator_code, span)
    GROUP BY c.month, c.indicator_code, c.span
)
SELECT
    s.month, s.indicator_code, s.span, s.base_month, s.unit, s.decimals, s.province, s.base, s.grown, s.known,
    s.missing, e.member_code, e.member_name, e.member_position, e.added, e.source,
    CASE WHEN s.grown > 0 THEN 100.0 * e.added / s.grown END AS contribution_pct,
    100.0 * e.added / nullif(s.base, 0) AS pull_pp, 100.0 * s.grown / nullif(s.base, 0) AS growth_pct
FROM span s
LEFT JOIN every e ON e.month = s.month AND e.indicator_code = s.indicator_code AND e.span = s.span;
