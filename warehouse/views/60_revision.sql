-- One row per stated figure and load that published it, the live one included: what it said then. Months that were taken back are in it.
CREATE OR REPLACE VIEW statement AS
SELECT
    o.month, o.indicator_code, o.member_code, o.measure, o.value, o.bound, o.token, o.decimals, o.load_id, l.dataset, l.file_name, l.sha256,
    l.issue_no, o.source_sheet, o.source_cell, l.loaded_at, l.loaded_by, l.reverts,
    l.load_id IN (SELECT load_id FROM live_load) AS live
FROM observation o
JOIN (SELECT * EXCLUDE (workbook) FROM load WHERE load_id <= coalesce(getvariable('as_of_load'), 2147483647)) l USING (load_id);

-- One row per stated figure in force that an earlier load of the same month, or of the public figures, gave otherwise.
CREATE OR REPLACE VIEW revised AS
SELECT DISTINCT s.month, s.indicator_code, s.member_code, s.measure
FROM statement s
JOIN statement e ON e.month = s.month AND e.indicator_code = s.indicator_code AND e.member_code = s.member_code AND e.measure = s.measure
    AND e.dataset = s.dataset AND e.load_id < s.load_id
WHERE s.live AND (e.value IS DISTINCT FROM s.value OR e.bound IS DISTINCT FROM s.bound);
