-- One row per target with a series, and figure that can take part in it: `goal` is the target in the unit of the
-- readings.
-- reads: figure
CREATE OR REPLACE VIEW target_part AS
SELECT
    t.code, t.formed, t.operator, t.plan_year, i.kind = 'stock' OR t.formed = 'new_in_year' AS accumulates,
    CASE WHEN t.formed = 'fall_in_year' THEN t.unit ELSE i.unit END AS unit,
    CASE WHEN t.formed = 'fall_in_year' THEN t.value::DOUBLE ELSE t.value::DOUBLE
        * CASE WHEN t.unit LIKE '万%' THEN 10000 WHEN t.unit LIKE '亿%' THEN 100000000 ELSE 1 END
        / CASE WHEN i.unit LIKE '万%' THEN 10000 WHEN i.unit LIKE '亿%' THEN 100000000 ELSE 1 END END AS goal,
    f.month, f.member_name, f.member_position, f.value::DOUBLE AS value, f.bound, f.decimals, f.origin, f.source,
    f.file_name, f.source_sheet, f.source_cell
FROM target t
JOIN indicator i ON i.code = t.indicator_code
JOIN figure f ON f.indicator_code = t.indicator_code AND f.measure = t.measure
    AND (f.member_code = province()) = (t.formed NOT IN ('city_sum', 'city_lowest'));
