-- One row per figure with 环比 and 同比: % for amounts, 百分点 for rates. NULL where the other month is missing, a
-- bound, or not above 0.
-- reads: figure
CREATE OR REPLACE VIEW change AS
SELECT
    f.*, b.value AS mom_base, b.origin AS mom_origin, b.source AS mom_source, y.origin AS yoy_origin,
    CASE WHEN f.bound IS NULL AND b.bound IS NULL THEN changed(f.kind, f.value, b.value) END AS mom,
    CASE WHEN f.bound IS NULL AND y.bound IS NULL THEN changed(f.kind, f.value, y.value) END AS yoy,
    change_unit(f.kind) AS change_unit
FROM figure f
LEFT JOIN figure b ON b.month = month_before(f.month) AND b.indicator_code = f.indicator_code
    AND b.member_code = f.member_code AND b.measure = f.measure
LEFT JOIN figure y ON y.month = year_before(f.month) AND y.indicator_code = f.indicator_code
    AND y.member_code = f.member_code AND y.measure = f.measure;
