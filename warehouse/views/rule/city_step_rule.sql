-- One row per month, city and stock or rate whose month before is reported too: its growth in %, or a rate's change in
-- 百分点, beside the middle city's
-- and its own a month earlier, whichever is nearer. The middle city moves as the province does, and one wrong cell
-- does not move it.
-- reads: printed_figure
CREATE OR REPLACE VIEW city_step_rule AS
WITH step AS (
    SELECT
        f.*, b.source AS before_source, changed(f.kind, f.value, b.value)::DOUBLE AS step,
        CASE f.kind WHEN 'rate' THEN 0 ELSE 100 * (half_unit(f.decimals) + half_unit(b.decimals)) / nullif(b.value,
            0) END AS rounding
    FROM printed_figure f
    JOIN printed_figure b ON b.month = month_before(f.month) AND b.indicator_code = f.indicator_code
        AND b.member_code = f.member_code AND b.measure = f.measure
    WHERE f.table_name = 'city' AND f.kind IN ('stock', 'rate')
), placed AS (
    SELECT *, median(step) OVER (PARTITION BY month, indicator_code) AS middle,
        count(step) OVER (PARTITION BY month, indicator_code) AS cities
    FROM step
)
SELECT
    n.month, r.code AS rule_code, n.platform_name || ' ' || n.indicator_name || ' ' || n.member_name AS subject,
    change_unit(n.kind) AS unit, 1 AS decimals, '比上月' AS left_name, n.step AS left_value, '≈' AS relation,
    '居中的市或自身上月' AS right_name, CASE WHEN abs(n.step - e.step) < abs(n.step - n.middle) THEN e.step
        ELSE n.middle END AS right_value,
    r.threshold + n.rounding AS tolerance, n.source || '；上月 ' || n.before_source AS operands,
        [[n.source_sheet, n.source_cell]] AS cells,
    n.indicator_position + n.member_position / 100 AS position
FROM placed n
JOIN rule r ON r.code = CASE n.kind WHEN 'rate' THEN 'city-rate' ELSE 'city-growth' END
LEFT JOIN step e ON e.month = month_before(n.month) AND e.indicator_code = n.indicator_code
    AND e.member_code = n.member_code
WHERE n.step IS NOT NULL AND n.cities > 5;
