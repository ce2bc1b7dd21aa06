-- One row per stock, member and month that a source states and the following month implies: what was stated against
-- that month's 累计 − 当月. While the month is missing the second number stands in for it (推算); this is how far off
-- it was. exact: things counted one by one, not rounded.
-- reads: reported, back_calculated
CREATE OR REPLACE VIEW derived_difference AS
SELECT
    r.month, r.indicator_code, i.platform_code, i.name AS indicator_name, r.member_code, i.unit, i.position,
    greatest(r.decimals, b.decimals) AS decimals,
    r.value AS stated, r.token, cell_source(r.file_name, r.source_sheet, r.source_cell) AS source, r.origin, r.load_id,
    b.value AS derived, cell_source(b.file_name, b.source_sheet, b.source_cell) AS derived_source,
    (r.value - b.value)::DECIMAL(18, 4) AS difference,
    CASE WHEN counted_singly(i.decimals, i.scale) THEN 0.0
        ELSE half_unit(r.decimals) + b.rounding END AS tolerance
FROM back_calculated b
JOIN reported r USING (month, indicator_code, member_code, measure)
JOIN indicator i ON i.code = b.indicator_code
WHERE r.value IS NOT NULL AND r.bound IS NULL;
