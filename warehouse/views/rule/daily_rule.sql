-- One row per month and daily average whose totals are printed: the average against the totals' 当月 divided by the
-- days of the month.
-- reads: printed_figure
CREATE OR REPLACE VIEW daily_rule AS
WITH part AS (
    SELECT code, measure, unnest(totals) AS total_code, len(totals) AS parts FROM daily_average
), total AS (
    SELECT
        f.month, part.code, sum(f.value::DOUBLE * i.scale) AS things, sum(half_unit(f.decimals) * i.scale) AS rounding,
        string_agg(f.indicator_name || f.measure_name, '＋' ORDER BY i.position) AS name,
            list([f.source_sheet, f.source_cell] ORDER BY i.position) AS cells,
        string_agg(f.indicator_name || f.measure_name || ' ' || f.token || '（' || f.source_cell || '）',
            '＋' ORDER BY i.position) AS operands
    FROM part
    JOIN printed_figure f ON f.indicator_code = part.total_code AND f.measure = 'monthly'
        AND f.member_code = province() AND f.bound IS NULL
    JOIN indicator i ON i.code = part.total_code
    GROUP BY f.month, part.code, part.parts
    HAVING count(*) = part.parts
)
SELECT
    a.month, 'cross-check' AS rule_code, a.platform_name || ' ' || a.indicator_name || '（' || a.measure_name
        || '）' AS subject, a.unit, i.decimals,
    a.indicator_name AS left_name, a.value::DOUBLE AS left_value, '=' AS relation,
        t.name || ' ÷ ' || day(last_day(a.month)) || ' 天' AS right_name,
    t.things / day(last_day(a.month)) / i.scale AS right_value,
    half_unit(a.decimals) + t.rounding / day(last_day(a.month)) / i.scale AS tolerance,
    a.source || ' ＝ ' || t.operands || ' ÷ ' || day(last_day(a.month)) || ' 天' AS operands,
    list_concat([[a.source_sheet, a.source_cell]], t.cells) AS cells, i.position
FROM daily_average d
JOIN printed_figure a ON a.indicator_code = d.code AND a.measure = d.measure AND a.member_code = province()
    AND a.bound IS NULL
JOIN indicator i ON i.code = d.code
JOIN total t ON t.month = a.month AND t.code = d.code;
