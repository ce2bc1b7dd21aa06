-- One row per complete month and city: at least one of its figures must be there.
-- reads: live_load, reported
CREATE OR REPLACE VIEW silent_rule AS
SELECT
    r.month, 'city-not-reported' AS rule_code, c.name || ' 上报的指标数' AS subject, '个' AS unit,
    0 AS decimals, '至少' AS left_name,
        1.0 AS left_value, '≤' AS relation,
    '有数的格' AS right_name, count(r.value)::DOUBLE AS right_value, 0.0 AS tolerance,
    min_by(cell_source(r.file_name, r.source_sheet, r.source_cell), i.position) AS operands,
    list([r.source_sheet, r.source_cell] ORDER BY i.position)[:1] AS cells, c.position
FROM reported r
JOIN live_load l ON l.load_id = r.load_id AND l.dataset = 'report' AND NOT l.partial
JOIN indicator i ON i.code = r.indicator_code AND i.table_name = 'city'
JOIN city c ON c.code = r.member_code
GROUP BY r.month, c.name, c.position;
