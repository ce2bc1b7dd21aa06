-- One row per stock, member and month whose following month is known: this month's 累计 as that month's 累计 − 当月.
-- Only a stock grows by its 当月; for an average or a rate the difference means nothing (日均访问人数 would be −8,862).
-- rounding: how far the printed decimals of both may have moved it.
-- reads: reported
CREATE OR REPLACE VIEW back_calculated AS
SELECT
    month_before(c.month) AS month, c.indicator_code, c.member_code, c.measure,
    (c.value - m.value)::DECIMAL(18, 4) AS value, greatest(c.decimals, m.decimals) AS decimals,
    half_unit(c.decimals) + half_unit(m.decimals) AS rounding, c.simulated, c.load_id,
    c.source_sheet, c.source_cell || '−' || m.source_cell AS source_cell, c.file_name, c.source_title, c.source_url
FROM reported c
JOIN reported m ON m.month = c.month AND m.indicator_code = c.indicator_code AND m.member_code = c.member_code
    AND m.measure = 'monthly'
JOIN indicator i ON i.code = c.indicator_code AND i.kind = 'stock'
WHERE c.measure = 'cumulative' AND c.value IS NOT NULL AND m.value IS NOT NULL AND c.bound IS NULL AND m.bound IS NULL;
