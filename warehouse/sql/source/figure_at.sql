-- One row per month, indicator, member and measure with a figure, and everything that is known about where it comes
-- from.
-- each: month, indicator, member, measure
SELECT
    f.month, f.indicator_code AS indicator, f.member_code AS member, f.measure,
    strftime(f.month, '%Y-%m') AS month_text, f.platform_name, f.indicator_code, f.indicator_name, f.member_name,
    f.measure AS measure_code, f.measure_name, f.value::DOUBLE AS value, f.decimals, f.unit, f.bound, f.token, f.origin,
    f.origin_name, f.simulated, f.file_name, f.source_sheet, f.source_cell, f.source, f.source_title, f.source_url,
    f.source_grade, f.note, f.load_id,
    l.issue_no, l.issued_on, l.loaded_at, l.loaded_by, l.signed_by, l.sha256, r.mark AS revision, r.first_token
FROM figure f
JOIN live_load l USING (load_id)
LEFT JOIN revision r ON f.origin <> 'derived' AND r.month = f.month AND r.indicator_code = f.indicator_code
    AND r.member_code = f.member_code AND r.measure = f.measure
