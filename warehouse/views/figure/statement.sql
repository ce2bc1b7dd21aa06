-- One row per stated figure and load that published it, the live one included: what it said then, and what was
-- explained with it: of this cell, or of the revision as a whole. Months that were taken back are in it.
-- reads: live_load
CREATE OR REPLACE VIEW statement AS
SELECT
    o.month, o.indicator_code, o.member_code, o.measure, o.value, o.bound, o.token, o.decimals, o.load_id, l.dataset,
    l.file_name, l.sha256,
    l.issue_no, o.source_sheet, o.source_cell, l.loaded_at, l.loaded_by, l.reverts,
    l.load_id IN (SELECT load_id FROM live_load) AS live,
    coalesce((
        SELECT string_agg(DISTINCT r.reason, '；') FROM reason r
        WHERE r.load_id = o.load_id AND (explains_load(r.code)
            OR (r.source_sheet = o.source_sheet AND r.source_cell = o.source_cell))
    ), '') AS reason
FROM observation o
JOIN (SELECT * EXCLUDE (workbook) FROM load WHERE known(load_id)) l USING (load_id);
